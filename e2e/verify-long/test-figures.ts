interface TestResults {
  numPassedTests: number;
  numFailedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: {
      fullName: string;
      status: string;
      failureMessages?: string[];
      meta?: { figures?: string[] };
    }[];
  }[];
}

/** What came of a run of vitest, from its JSON, as Markdown: how many tests passed, which did not and why, and what they measured. */
export function testFigures(json: string): string {
  if (json === "") return "";
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(json) as TestResults;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status === "failed");
  // Files whose hooks failed, or that could not be imported.
  const files = testResults.filter(({ status, message }) => status === "failed" && message !== "");
  const lines = [
    `- ${numPassedTests} passed, ${numFailedTests} failed`,
    ...failed.map(({ fullName, failureMessages }) => `- failed: ${fullName}: ${firstLine(failureMessages?.[0])}`),
    ...files.map(({ name, message }) => `- failed: ${name.replace(`${process.cwd()}/`, "")}: ${firstLine(message)}`),
    ...tests.flatMap(({ meta }) => meta?.figures ?? []).map((figure) => `- ${figure}`),
  ];
  return `${lines.join("\n")}\n`;
}

function firstLine(text = ""): string {
  return text.split("\n", 1)[0] ?? "";
}
