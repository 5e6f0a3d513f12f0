package bluedeck;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.test.config.TestDstu3Config;
import ca.uhn.fhir.jpa.test.config.TestR4Config;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.RequestValidatingInterceptor;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * HAPI FHIR's JPA server with its own test configuration (H2, in memory) on a loopback port.
 *
 * <p>Arguments: {@code r4} or {@code stu3}; {@code --validate}; a port (else a free one). Prints the base address.
 */
public class Server {
	public static void main(String[] args) throws Exception {
		List<String> flags = Arrays.asList(args);
		boolean r4 = flags.contains("r4");
		String port = flags.stream().filter(flag -> flag.matches("[0-9]+")).findFirst().orElse("0");
		TestR4Config.ourMaxThreads = 20;
		AnnotationConfigApplicationContext context =
				new AnnotationConfigApplicationContext(r4 ? TestR4Config.class : TestDstu3Config.class);
		JpaStorageSettings settings = context.getBean(JpaStorageSettings.class);
		// Nothing is waited for: a search sees what was put before it.
		settings.setReuseCachedSearchResultsForMillis(null);
		RestfulServer rest = new RestfulServer(context.getBean(FhirContext.class));
		rest.registerProviders(
				context.getBean(r4 ? "myResourceProvidersR4" : "myResourceProvidersDstu3", ResourceProviderFactory.class)
						.createProviders());
		rest.registerProvider(context.getBean(JpaSystemProvider.class));
		if (flags.contains("--validate")) {
			RequestValidatingInterceptor judge = context.getBean(RequestValidatingInterceptor.class);
			judge.setFailOnSeverity(ResultSeverityEnum.ERROR);
			rest.registerInterceptor(judge);
		}
		rest.setPagingProvider(context.getBean(DatabaseBackedPagingProvider.class));
		org.eclipse.jetty.server.Server server = new org.eclipse.jetty.server.Server();
		ServerConnector connector = new ServerConnector(server);
		connector.setHost("127.0.0.1");
		connector.setPort(Integer.parseInt(port));
		server.addConnector(connector);
		ServletContextHandler handler = new ServletContextHandler();
		handler.addServlet(new ServletHolder(rest), "/fhir/*");
		server.setHandler(handler);
		server.start();
		System.out.println("http://127.0.0.1:" + connector.getLocalPort() + "/fhir");
		System.out.flush();
		// Whoever started it ends it by closing its standard input.
		while (System.in.read() >= 0) {}
		System.exit(0);
	}
}
