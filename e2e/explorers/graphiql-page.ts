// GraphiQL as a person uses it: by what is written on it.
import type { Browser, Locator, Page } from "playwright-core";
import { openPage, type WatchedPage } from "./browser.js";

export class GraphiqlPage {
  readonly #watched: WatchedPage;

  constructor(watched: WatchedPage) {
    this.#watched = watched;
  }

  static async open(browser: Browser, url: string): Promise<GraphiqlPage> {
    const graphiql = new GraphiqlPage(await openPage(browser, `${url}/graphiql`));
    await graphiql.#hasOpen("FirstQuery");
    return graphiql;
  }

  get page(): Page {
    return this.#watched.page;
  }

  get asked(): ReadonlySet<string> {
    return this.#watched.asked;
  }

  get complaints(): readonly string[] {
    return this.#watched.complaints;
  }

  /** The names of the operations that are open. */
  tabs(): Promise<string[]> {
    return this.page.getByRole("tab").allInnerTexts();
  }

  async choose(operation: string): Promise<void> {
    await this.page.getByRole("tab", { name: operation }).click();
    await this.#hasOpen(operation);
  }

  /** Puts a text into the editor of variables or of headers, in place of what stands there. */
  async fill(editor: "Variables" | "Headers", text: string): Promise<void> {
    await this.page.getByRole("button", { name: editor, exact: true }).click();
    await this.page.locator(".graphiql-editor-tool .monaco-editor:visible").click();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.page.keyboard.insertText(text);
    // The closing brackets and quotes that the editor put behind it.
    await this.page.keyboard.press("ControlOrMeta+Shift+End");
    await this.page.keyboard.press("Delete");
  }

  async run(): Promise<void> {
    await this.#run.click();
  }

  /** Resolves when the answer, as it is shown, has this text. */
  async shows(text: string): Promise<void> {
    await this.#line(".graphiql-response", text).waitFor();
  }

  /** What is run before the editor has it is nothing. */
  async #hasOpen(operation: string): Promise<void> {
    await this.#line(".graphiql-query-editor", ` ${operation}`).waitFor();
  }

  #line(editor: string, text: string): Locator {
    // The editor writes blanks that do not break.
    const pattern = new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s"));
    return this.page.locator(`${editor} .view-line`).filter({ hasText: pattern }).first();
  }

  get #run(): Locator {
    return this.page.getByRole("button", { name: /Execute query/ });
  }
}
