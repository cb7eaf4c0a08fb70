/** What a contract suite is given: the suite empties it before each test and closes it at the end. */
export interface OpenedStore<Store> {
  store: Store;
  empty(): Promise<void>;
  close(): Promise<void>;
}
