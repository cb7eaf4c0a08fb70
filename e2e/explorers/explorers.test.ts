// The pages for people, in a real browser that reaches nothing but this machine.
import type { Browser } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { startAllInOne } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { findChromium, launchBrowser, openPage } from "./browser.js";
import { GraphiqlPage } from "./graphiql-page.js";

const environment = openTestEnvironment();
let browser: Browser;
let url: string;
let movieId: string;
let person: Person;

const chromium = findChromium();
const MISSING =
  "There is no Chromium here, so nobody has looked at the explorers' pages. Install one (Debian: apt-get install chromium), or set CHROMIUM_PATH.";
// Where it may not be missing (.ci/run), MARQUEE_BROWSER says so; elsewhere it may, as long as that is said.
const looksOn = chromium !== undefined || process.env.MARQUEE_BROWSER === "required";
if (!looksOn) console.warn(`Skipped: ${MISSING}`);

beforeAll(async () => {
  if (!looksOn) return;
  if (chromium === undefined) throw new Error(MISSING);
  browser = await launchBrowser(chromium);
  environment.onDispose(() => browser.close());
  url = (await startAllInOne(environment, { DATA_DIR: await environment.folder() })).url;
  const client = new GraphqlClient({ url, dispatcher: environment.agent });
  movieId = (await addMovies(await signInAdmin(client), [{ title: "The Matrix" }]))[0] ?? "";
  person = await register(client, "ada");
}, 60_000);

describe.runIf(looksOn)("/graphiql", () => {
  test("has examples to begin with, and runs the first of them", async () => {
    const graphiql = await GraphiqlPage.open(browser, url);
    expect(await graphiql.tabs()).toEqual(["FirstQuery", "LiveRatings", "Register", "SignIn", "RateMovie"]);
    await graphiql.run();
    await graphiql.shows('"title": "The Matrix"');
    expect(graphiql.complaints).toEqual([]);
  }, 60_000);

  test("shows a rating on a live subscription, given in another window with a token in the headers", async () => {
    const live = await GraphiqlPage.open(browser, url);
    await live.run();
    await live.shows('"title": "The Matrix"');
    // At once: what is run is what is seen, also when the editor has not caught up.
    await live.choose("LiveRatings");
    await live.run();
    await live.shows('"live": true');
    const rating = await GraphiqlPage.open(browser, url);
    await rating.choose("RateMovie");
    await rating.fill("Headers", JSON.stringify({ Authorization: `Bearer ${person.token}` }));
    await rating.fill("Variables", JSON.stringify({ input: { movieId, score: 7 } }));
    await rating.run();
    await rating.shows('"applied": true');
    await live.shows('"score": 7');
    await live.shows('"name": "ada"');
    for (const { asked, complaints } of [live, rating]) {
      expect([[...asked], complaints]).toEqual([[new URL(url).host], []]);
    }
  }, 120_000);

  test("knows the schema: its documentation can be read", async () => {
    const { page, complaints } = await GraphiqlPage.open(browser, url);
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page
      .getByRole("link", { name: "RatingFeedItem" })
      .or(page.getByRole("link", { name: "Subscription" }))
      .first()
      .click();
    await page.getByText("resumable", { exact: false }).or(page.getByText("ratingFeed")).first().waitFor();
    expect(complaints).toEqual([]);
  }, 60_000);
});

describe.runIf(looksOn)("/", () => {
  test("without the internet says what is missing, and leads to GraphiQL", async () => {
    const { page, asked } = await openPage(browser, url);
    await page.getByRole("heading", { name: "Apollo Sandbox can’t be loaded" }).waitFor();
    expect([...asked].sort()).toEqual([new URL(url).host, "embeddable-sandbox.cdn.apollographql.com"].sort());
    await page.getByRole("link", { name: "Open GraphiQL" }).click();
    await page.getByRole("button", { name: /Execute query/ }).waitFor();
    expect(page.url()).toBe(`${url}/graphiql`);
  }, 60_000);

  test("with it shows Apollo Sandbox, pointed at this server", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    // In the place of Apollo's script, one that shows what it was given.
    await page.route("https://embeddable-sandbox.cdn.apollographql.com/**", (route) =>
      route.fulfill({
        contentType: "text/javascript",
        body: `window.EmbeddedSandbox = class {
          constructor(options) { document.querySelector(options.target).append("Sandbox of " + options.initialEndpoint); }
        };`,
      }),
    );
    await page.goto(`${url}/graphql`);
    await page.getByText(`Sandbox of ${url}/graphql`).waitFor();
    expect(page.url()).toBe(`${url}/`);
    expect(await page.getByRole("heading", { name: /Apollo Sandbox/ }).isVisible()).toBe(false);
  }, 60_000);
});
