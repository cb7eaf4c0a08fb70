/**
 * Does something to each of many, in random order and spread evenly over so many milliseconds: whoever is sent elsewhere by it
 * does not come there in one crowd. Resolves when it was done to all.
 */
export async function spread<Item>(items: readonly Item[], overMs: number, act: (item: Item) => void): Promise<void> {
  await Promise.all(
    items.map(async (item) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * overMs));
      act(item);
    }),
  );
}
