// GraphiQL for a browser, whole: nothing of it comes from anywhere else.
import "./workers.js";
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { EXAMPLES } from "./examples.js";
import { createFetcher } from "./fetcher.js";

const root = document.getElementById("graphiql");
if (root === null) throw new Error("The page has no place for GraphiQL.");

createRoot(root).render(
  createElement(GraphiQL, {
    fetcher: createFetcher(new URL("/graphql", location.href)),
    defaultTabs: EXAMPLES,
    defaultEditorToolsVisibility: true,
    // A token in the headers' editor is gone when the page is.
    shouldPersistHeaders: false,
    showPersistHeadersSettings: false,
  }),
);
