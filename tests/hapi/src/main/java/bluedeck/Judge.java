package bluedeck;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/** Judges FHIR JSON with HAPI FHIR's instance validator; `tests/hapi/judge` says how to call it. */
public final class Judge {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FhirContext context;
    private final FhirValidator validator;
    private final boolean guided;
    private final Map<String, String> profiles;
    private final boolean warnings;

    private Judge(Arguments arguments) throws IOException {
        context = arguments.release.equals("stu3") ? FhirContext.forDstu3() : FhirContext.forR4();
        guided = !arguments.guides.isEmpty();
        profiles = arguments.profiles;
        warnings = arguments.warnings;
        var chain = new ValidationSupportChain(
                Guide.read(context, arguments.guides),
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new UnlistedCodes(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new SnapshotGeneratingValidationSupport(context));
        // FHIR asks that one coding of a concept is in the value set, not that all are.
        chain.setCodeableConceptValidationSuccessfulIfNotAllCodingsAreValid(true);
        var module = new FhirInstanceValidator(chain);
        module.setAnyExtensionsAllowed(true);
        validator = context.newValidator();
        validator.registerValidatorModule(module);
    }

    public static void main(String[] words) {
        int code;
        try {
            code = run(Arguments.read(words));
        } catch (Exception e) {
            System.err.println("cannot run: " + e);
            code = 2;
        }
        System.out.flush();
        System.exit(code);
    }

    private static int run(Arguments arguments) throws Exception {
        var judge = new Judge(arguments);
        judge.checkItself();
        int resources = 0;
        long errors = 0;
        int printed = 0;
        ExecutorService workers = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<List<Finding>>> verdicts = new ArrayList<>();
            for (Path file : arguments.files) {
                for (var document : documents(file)) {
                    verdicts.add(workers.submit(() -> judge.findings(document)));
                }
            }
            for (var verdict : verdicts) {
                resources++;
                for (var finding : verdict.get()) {
                    errors += finding.error() ? 1 : 0;
                    if (printed++ < arguments.max) {
                        System.out.println(finding.text());
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            workers.shutdownNow();
        }
        if (resources == 0) {
            throw new IOException("there is nothing to judge");
        }
        System.out.printf("%d resources, %d errors (%s, engine hapi)%n", resources, errors, arguments.release);
        return errors == 0 ? 0 : 1;
    }

    /** A validator that finds no fault here has not loaded its definitions. */
    private void checkItself() throws IOException {
        String[] faults = {
            "{\"resourceType\":\"Patient\",\"gender\":\"martian\"}",
            "{\"resourceType\":\"Patient\",\"nosuch\":1}",
            "{\"resourceType\":\"Coverage\",\"status\":\"active\",\"period\":{\"start\":\"2020\",\"end\":\"2019\"}}",
            "{\"resourceType\":\"Bundle\",\"id\":\"no-type\"}",
        };
        for (String fault : faults) {
            if (findings(new Document("self-check", 1, fault)).stream().noneMatch(Finding::error)) {
                throw new IOException("the validator accepts " + fault + ": its definitions are not loaded");
            }
        }
        String sound = "{\"resourceType\":\"Patient\",\"gender\":\"female\",\"birthDate\":\"1970-01-01\"}";
        if (findings(new Document("self-check", 1, sound)).stream().anyMatch(Finding::error)) {
            throw new IOException("the validator refuses " + sound);
        }
    }

    private record Document(String file, int line, String text) {
        /** The file's name without its ending. */
        String stem() {
            return Path.of(file).getFileName().toString().replaceFirst("\\.(nd)?json$", "");
        }
    }

    private record Finding(boolean error, String text) {}

    private static List<Document> documents(Path file) throws IOException {
        if (!file.toString().endsWith(".ndjson")) {
            return List.of(new Document(file.toString(), 1, Files.readString(file)));
        }
        var documents = new ArrayList<Document>();
        int line = 0;
        for (String text : Files.readAllLines(file)) {
            line++;
            if (!text.isBlank()) {
                documents.add(new Document(file.toString(), line, text));
            }
        }
        return documents;
    }

    private List<Finding> findings(Document document) throws IOException {
        JsonNode resource = JSON.readTree(document.text);
        String text = document.text;
        if (!guided) {
            withoutProfiles(resource);
            text = JSON.writeValueAsString(resource);
        }
        String who = document.file + ":" + document.line + ": " + resource.path("resourceType").asText() + "/" + resource.path("id").asText("-");
        var findings = new ArrayList<Finding>();
        var options = new ValidationOptions();
        String profile = profiles.get(document.stem());
        if (profile != null) {
            options.addProfile(profile);
        }
        for (SingleValidationMessage message : validator.validateWithResult(text, options).getMessages()) {
            var severity = message.getSeverity();
            boolean error = severity == ResultSeverityEnum.ERROR || severity == ResultSeverityEnum.FATAL;
            if (error || warnings && severity == ResultSeverityEnum.WARNING) {
                String engine = error ? " hapi: " : " hapi-warning: ";
                String problem = message.getMessage().replace('\n', ' ');
                findings.add(new Finding(error, who + engine + message.getLocationString() + ": " + problem));
            }
        }
        return findings;
    }

    /** The base release alone: profiles of a guide that is not loaded are not asked for. */
    private static void withoutProfiles(JsonNode resource) {
        if (resource.get("meta") instanceof ObjectNode meta) {
            meta.remove("profile");
            if (meta.isEmpty()) {
                ((ObjectNode) resource).remove("meta");
            }
        }
        for (JsonNode entry : resource.path("entry")) {
            withoutProfiles(entry.path("resource"));
        }
        for (JsonNode contained : resource.path("contained")) {
            withoutProfiles(contained);
        }
    }

    /** The command line. */
    private record Arguments(
            String release, List<Path> guides, Map<String, String> profiles, List<Path> files, boolean warnings, int max) {
        static Arguments read(String[] words) throws IOException {
            String release = "";
            boolean warnings = false;
            int max = 200;
            var guides = new ArrayList<Path>();
            var profiles = new HashMap<String, String>();
            var files = new ArrayList<Path>();
            for (int at = 0; at < words.length; at++) {
                switch (words[at]) {
                    case "--release" -> release = words[++at];
                    case "--load" -> guides.add(Path.of(words[++at]));
                    case "--profile" -> {
                        String[] named = words[++at].split("=", 2);
                        profiles.put(named[0], named[1]);
                    }
                    case "--warnings" -> warnings = true;
                    case "--max" -> max = Integer.parseInt(words[++at]);
                    default -> files.addAll(below(Path.of(words[at])));
                }
            }
            if (!release.equals("stu3") && !release.equals("r4")) {
                throw new IOException("--release must be stu3 or r4");
            }
            return new Arguments(release, guides, profiles, files, warnings, max);
        }

        private static List<Path> below(Path path) throws IOException {
            if (!Files.isDirectory(path)) {
                return List.of(path);
            }
            try (Stream<Path> files = Files.walk(path)) {
                return files.filter(file -> file.toString().matches(".*\\.(json|ndjson)")).sorted().toList();
            }
        }
    }
}
