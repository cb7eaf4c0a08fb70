import { loadedMovieLensContract } from "./load-movielens.contract.js";

loadedMovieLensContract("embedded", (DATA_DIR) => ({ DATA_DIR }), { timeoutMs: 60_000 });
