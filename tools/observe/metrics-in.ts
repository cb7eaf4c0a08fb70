const TEXTS_AND_RANGES = /"[^"]*"|\{[^}]*\}|\[[^\]]*\]/g;
const GROUPINGS = /\b(by|without|on|ignoring)\s*\([^)]*\)/g;
const FUNCTIONS = /\b\w+\s*(?=\()/g;

const OPERATORS = new Set(["and", "or", "unless", "bool", "offset"]);

/** The names of the series that a PromQL expression of ours asks for. */
export function metricsIn(expression: string): string[] {
  const bare = expression.replaceAll(TEXTS_AND_RANGES, "").replaceAll(GROUPINGS, "").replaceAll(FUNCTIONS, "");
  return (bare.match(/\b[a-zA-Z_:][\w:]*/g) ?? []).filter((word) => !OPERATORS.has(word));
}
