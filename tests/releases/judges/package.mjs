// FHIR packages by fhir-package-installer, which installs them from the file, and by fhir-package-loader, which then loads them
// from that cache and finds what they hold.
//
//     node package.mjs RELEASE CACHE

import fs from "node:fs";
import path from "node:path";
import { FhirPackageInstaller } from "fhir-package-installer";
import loader from "fhir-package-loader";

const [release, cache] = process.argv.slice(2);
const manifest = JSON.parse(fs.readFileSync(path.join(release, "manifest.json")));
const packages = manifest.files.filter((file) => file.kind === "package");
if (packages.length !== 2) throw new Error(`${packages.length} packages`);
const log = () => {};
const fpi = new FhirPackageInstaller({
  cachePath: cache,
  logger: { info: log, warn: log, error: console.error, debug: log },
});
for (const file of packages) {
  const [, name, version] = file.path.match(/^(.*)-(\d+\.\d+\.\d+)\.tgz$/);
  // Dependencies are elsewhere: what is judged is the package.
  const installed = await fpi.installLocalPackage(path.join(release, file.path), {
    packageId: { id: name, version }, override: true, installDependencies: false,
  });
  if (!installed) throw new Error(`${file.path} was not installed`);
  const db = await loader.createSQLJSPackageDB();
  const own = new loader.BasePackageLoader(
    db, new loader.DiskBasedPackageCache(cache, { log }), new loader.DefaultRegistryClient({ log }),
    new loader.BuildDotFhirDotOrgClient({ log }), { log });
  const status = await own.loadPackage(name, version);
  if (status !== "LOADED") throw new Error(`${name}#${version}: ${status}`);
  const resources = own.findResourceInfos("*");
  const found = resources.length;
  if (found < file.records) throw new Error(`${name}: ${found} resources of ${file.records}`);
  console.log(`fhir-package-loader: ${name}#${version}, ${found} resources`);
}
