/** A project that has nothing but dependencies, for Maven to resolve. */
export function renderPom(artifacts: readonly string[]): string {
  const dependencies = artifacts.map((artifact) => {
    const [group, name, version] = artifact.split(":");
    return `    <dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>\n`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>marquee</groupId>
  <artifactId>engines</artifactId>
  <version>1</version>
  <dependencies>
${dependencies.join("")}  </dependencies>
</project>
`;
}
