// A real browser, and a record of all that its pages ask for.
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Where a Chromium is; undefined where there is none. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH } = process.env;
  return CHROMIUM_PATH ?? USUAL_PLACES.find((path) => existsSync(path));
}

export function launchBrowser(executablePath: string): Promise<Browser> {
  // No sandbox: root has none, and the pages are our own.
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}

export interface WatchedPage {
  page: Page;
  /** Of every request and websocket, whether or not it was answered. */
  readonly asked: Set<string>;
  /** What the page complained of: refused by its policy, failed, thrown. */
  readonly complaints: string[];
}

export async function openPage(browser: Browser, url: string): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  // There is no internet, whatever the machine has.
  await context.route(
    ({ host }) => host !== new URL(url).host,
    (route) => route.abort("internetdisconnected"),
  );
  const page = await context.newPage();
  const asked = new Set<string>();
  const complaints: string[] = [];
  page.on("request", (request) => {
    // What a page makes of itself (a font in its style sheet, say) comes from nowhere.
    if (/^(http|ws)/.test(request.url())) asked.add(new URL(request.url()).host);
  });
  page.on("websocket", (socket) => asked.add(new URL(socket.url()).host));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(url);
  return { page, asked, complaints };
}
