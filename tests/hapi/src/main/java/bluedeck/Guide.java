package bluedeck;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The definitions of implementation guides, read from folders with a definition a file. */
final class Guide {
    private Guide() {}

    static PrePopulatedValidationSupport read(FhirContext context, List<Path> folders) throws IOException {
        var definitions = new PrePopulatedValidationSupport(context);
        for (Path folder : folders) {
            List<Path> files;
            try (Stream<Path> all = Files.list(folder)) {
                files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
            }
            int found = 0;
            for (Path file : files) {
                String kind = file.getFileName().toString().replaceFirst("-.*", "");
                IBaseResource definition = List.of("StructureDefinition", "CodeSystem", "ValueSet").contains(kind)
                        ? context.newJsonParser().parseResource(Files.readString(file).replace("\uFEFF", ""))
                        : null;
                switch (kind) {
                    case "StructureDefinition" -> definitions.addStructureDefinition(definition);
                    case "CodeSystem" -> definitions.addCodeSystem(definition);
                    case "ValueSet" -> definitions.addValueSet(definition);
                    default -> found--;
                }
                found++;
            }
            if (found == 0) {
                throw new IOException("no definition in " + folder);
            }
        }
        return definitions;
    }
}
