/**
 * English country names that ISO 3166-1 does not carry, as today's codes. A state that is gone becomes the states that followed it on
 * its soil: the one that holds its capital first, because a rating copies only the first country.
 */
export const FORMER_COUNTRIES: Readonly<Record<string, readonly string[]>> = {
  // States that are gone. The Soviet Union's seat is Russia's in the United Nations; its republics are named when the source names them.
  "Soviet Union": ["RU"],
  "Georgian SSR": ["GE"],
  "West Germany": ["DE"],
  "East Germany": ["DE"],
  Czechoslovakia: ["CZ", "SK"],
  Yugoslavia: ["RS", "BA", "HR", "ME", "MK", "SI"],
  "Socialist Federal Republic of Yugoslavia": ["RS", "BA", "HR", "ME", "MK", "SI"],
  "Federal Republic of Yugoslavia": ["RS", "ME"],
  "Serbia and Montenegro": ["RS", "ME"],
  "Kingdom of Italy": ["IT"],
  "Kingdom of Great Britain": ["GB"],
  "British Hong Kong": ["HK"],
  // The mainland's state of 1912 to 1949.
  "Republic of China": ["CN"],
  // Other names of what exists.
  "Taiwan Island": ["TW"],
  "Kingdom of the Netherlands": ["NL"],
  "Occupied Palestinian territory": ["PS"],
  "The Bahamas": ["BS"],
  "Vatican City": ["VA"],
  Wales: ["GB"],
  Syria: ["SY"],
  Laos: ["LA"],
};
