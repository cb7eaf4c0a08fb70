import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { openEmbeddedTitleIndex } from "./embedded-title-index.js";
import { titleIndexContract } from "./title-index.contract.js";

titleIndexContract("the embedded title index", async () => {
  const temp = await openTempDatabase();
  return { index: await openEmbeddedTitleIndex(temp.database), close: () => temp.close() };
});
