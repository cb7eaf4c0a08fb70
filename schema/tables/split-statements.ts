const TOKEN = /'(?:[^']|'')*'|--[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|;|[^'\-/;]+|[\s\S]/g;

/** The statements of a CQL file, without comments and the semicolons between them. */
export function splitStatements(text: string): string[] {
  const statements = [""];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === ";") statements.push("");
    else if (!/^(?:--|\/\/|\/\*)/.test(token)) statements[statements.length - 1] += token;
  }
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== "");
}
