/** The rows of a Markdown page's tables below a heading, or of the whole page: cells without blanks and backticks. Headers left out. */
export function tableRows(page: string, heading?: string): string[][] {
  const [, part = ""] = heading === undefined ? ["", page] : page.split(`\n## ${heading}\n`);
  const lines = (heading === undefined ? part : (part.split("\n## ")[0] ?? "")).split("\n");
  return lines
    .filter((line, at) => line.startsWith("| ") && !/^\| -/.test(line) && !/^\| -/.test(lines[at + 1] ?? ""))
    .map((line) =>
      line
        .slice(1, line.lastIndexOf("|"))
        .split("|")
        .map((cell) => cell.trim().replaceAll("`", "")),
    );
}
