package bluedeck;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Codes of systems whose codes no definition lists: ICD, CPT, HCPCS, NDC, NUBC, X12, NCPDP and CMS's own variables.
 *
 * Whether such a code exists cannot be told. Whether a value set takes codes of its system can: a value set is asked
 * for the system, and for the code wherever it or its code system lists codes. A value set that lists all its codes
 * is left to the next in the chain.
 */
final class UnlistedCodes implements IValidationSupport {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Systems that HAPI knows without a definition. */
    private static final Set<String> COMMON = Set.of("http://unitsofmeasure.org", "urn:ietf:bcp:13",
            "urn:ietf:bcp:47", "urn:iso:std:iso:4217", "urn:iso:std:iso:3166", "https://www.usps.com/");

    private final FhirContext context;
    /** A value set's `compose`, where it has a part that cannot be listed. */
    private final Map<String, Optional<JsonNode>> unlisted = new ConcurrentHashMap<>();
    private final Map<String, Boolean> listed = new ConcurrentHashMap<>();

    UnlistedCodes(FhirContext context) {
        this.context = context;
    }

    @Override
    public FhirContext getFhirContext() {
        return context;
    }

    @Override
    public boolean isCodeSystemSupported(ValidationSupportContext support, String system) {
        return system != null && !system.isBlank() && !isListed(support, system);
    }

    @Override
    public boolean isValueSetSupported(ValidationSupportContext support, String url) {
        return url != null && compose(support, url).isPresent();
    }

    @Override
    public CodeValidationResult validateCode(ValidationSupportContext support, ConceptValidationOptions options,
            String system, String code, String display, String valueSet) {
        if (valueSet != null && !valueSet.isBlank()) {
            return compose(support, valueSet).map(compose -> member(support, options, compose, system, code)).orElse(null);
        }
        return isCodeSystemSupported(support, system) ? known(code) : null;
    }

    @Override
    public CodeValidationResult validateCodeInValueSet(ValidationSupportContext support,
            ConceptValidationOptions options, String system, String code, String display, IBaseResource valueSet) {
        Optional<JsonNode> compose = unlisted.computeIfAbsent(url(valueSet), url -> read(support, valueSet));
        return compose.map(found -> member(support, options, found, system, code)).orElse(null);
    }

    private CodeValidationResult member(ValidationSupportContext support, ConceptValidationOptions options,
            JsonNode compose, String system, String code) {
        for (JsonNode include : compose.path("include")) {
            if (includes(support, options, include, system, code)) {
                return known(code);
            }
        }
        return new CodeValidationResult().setSeverity(IssueSeverity.ERROR)
                .setMessage("the value set takes no code " + system + "#" + code);
    }

    private boolean includes(ValidationSupportContext support, ConceptValidationOptions options, JsonNode include,
            String system, String code) {
        for (JsonNode url : include.path("valueSet")) {
            IBaseResource other = support.getRootValidationSupport().fetchValueSet(url.asText());
            CodeValidationResult verdict = other == null ? null : support.getRootValidationSupport()
                    .validateCodeInValueSet(support, options, system, code, null, other);
            if (verdict == null || !verdict.isOk()) {
                return false;
            }
        }
        if (!include.has("system")) {
            return include.has("valueSet");
        }
        if (!include.path("system").asText().equals(system)) {
            return false;
        }
        if (include.path("concept").size() > 0) {
            for (JsonNode concept : include.path("concept")) {
                if (concept.path("code").asText().equals(code)) {
                    return true;
                }
            }
            return false;
        }
        if (!isListed(support, system)) {
            return true;
        }
        CodeValidationResult verdict = support.getRootValidationSupport().validateCode(support, options, system, code, null, null);
        return verdict != null && verdict.isOk();
    }

    private Optional<JsonNode> compose(ValidationSupportContext support, String url) {
        Optional<JsonNode> known = unlisted.get(url);
        if (known == null) {
            IBaseResource valueSet = support.getRootValidationSupport().fetchValueSet(url);
            known = valueSet == null ? Optional.empty() : read(support, valueSet);
            unlisted.put(url, known);
        }
        return known;
    }

    private Optional<JsonNode> read(ValidationSupportContext support, IBaseResource valueSet) {
        JsonNode compose = tree(valueSet).path("compose");
        for (JsonNode include : compose.path("include")) {
            boolean whole = include.has("system") && include.path("concept").isEmpty();
            if (whole && !isListed(support, include.path("system").asText())) {
                return Optional.of(compose);
            }
        }
        return Optional.empty();
    }

    /** Whether a definition lists the system's codes. */
    private boolean isListed(ValidationSupportContext support, String system) {
        return listed.computeIfAbsent(system, asked -> {
            IBaseResource codes = support.getRootValidationSupport().fetchCodeSystem(asked);
            return codes == null ? COMMON.contains(asked) : tree(codes).path("content").asText("complete").equals("complete");
        });
    }

    private CodeValidationResult known(String code) {
        return new CodeValidationResult().setCode(code);
    }

    private JsonNode tree(IBaseResource resource) {
        try {
            return JSON.readTree(context.newJsonParser().encodeResourceToString(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String url(IBaseResource valueSet) {
        return context.newTerser().getSinglePrimitiveValueOrNull(valueSet, "url");
    }
}
