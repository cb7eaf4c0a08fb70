// Apollo's own page, pointed at this server. Requests are sent from here, so they stay on this origin.
const SCRIPT = "https://embeddable-sandbox.cdn.apollographql.com/v2/embeddable-sandbox.umd.production.min.js";

const notice = document.querySelector("#notice");
const text = document.querySelector("#notice-text");
const title = document.querySelector("#notice h1");

title.textContent = "Loading Apollo Sandbox …";
const script = document.createElement("script");
script.src = SCRIPT;
script.addEventListener("load", () => {
  notice.hidden = true;
  new window.EmbeddedSandbox({
    target: "#sandbox",
    initialEndpoint: new URL("/graphql", location.href).href,
    endpointIsEditable: false,
    hideCookieToggle: true,
    runTelemetry: false,
    allowDynamicStyles: false,
    initialState: { includeCookies: false },
  });
});
script.addEventListener("error", () => {
  title.textContent = "Apollo Sandbox can’t be loaded";
  text.textContent = "It comes from Apollo’s servers, which this browser can’t reach: Sandbox needs the internet.";
});
document.head.append(script);
