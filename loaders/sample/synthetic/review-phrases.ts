type Phrases = readonly [string, ...string[]];

export type Mood = "bad" | "mixed" | "good";

/** What made-up reviews are put together from. They name nobody and tell nothing of a real film. */
export const SUMMARIES: Record<Mood, Phrases> = {
  bad: [
    "Not for me",
    "A long evening",
    "Promises more than it keeps",
    "I looked at my watch",
    "Less than its parts",
    "Skip it",
  ],
  mixed: [
    "Fair enough",
    "Good in parts",
    "Half of a fine film",
    "Worth one evening",
    "Uneven but likeable",
    "Somewhere in between",
  ],
  good: [
    "Well worth seeing",
    "It stayed with me",
    "Better than I expected",
    "I would watch it again",
    "A quiet favourite",
    "See it with friends",
  ],
};

export const OPENINGS: Record<Mood, Phrases> = {
  bad: [
    "I wanted to like this one, and could not.",
    "There is an idea in here somewhere, but it never finds its feet.",
    "I came with an open mind and left with a headache.",
    "I gave it a second chance; it did not help.",
  ],
  mixed: [
    "I am of two minds about this one.",
    "Some of it works very well, and some of it does not.",
    "It is neither as good nor as bad as people told me.",
    "I liked it more while watching than I do now.",
  ],
  good: [
    "I went in knowing nothing, and that is the best way.",
    "This is a film that trusts its audience.",
    "From the first scene I was in good hands.",
    "I have been recommending it ever since.",
  ],
};

export const ASPECTS: Record<Mood, readonly [Phrases, ...Phrases[]]> = {
  bad: [
    [
      "The pacing drags from the first reel.",
      "Scenes go on long after they have made their point.",
      "It rushes where it should wait and waits where it should rush.",
    ],
    [
      "The acting never rises above the script.",
      "The cast look as if they would rather be elsewhere.",
      "No two people in it seem to be in the same film.",
    ],
    [
      "The dialogue explains everything twice.",
      "The writing leans on coincidence again and again.",
      "Every joke is announced before it comes.",
    ],
    ["The music tells you what to feel, loudly.", "The sound is muddy and the score never lets up."],
    [
      "It looks flat, and the cutting hides what little there is to see.",
      "The camera is everywhere but where it should be.",
    ],
  ],
  mixed: [
    [
      "The pacing sags in the middle and recovers later.",
      "The first half is slow, the second makes up for it.",
      "It could lose twenty minutes.",
    ],
    [
      "The acting is solid, though the smaller parts get little to do.",
      "The leads are good together and lost apart.",
      "One performance carries most of it.",
    ],
    [
      "The dialogue is sharp in places and dull in others.",
      "The plot holds as long as you do not pull at it.",
      "Half of the jokes land.",
    ],
    ["The music is pleasant and soon forgotten.", "The score works best when it keeps quiet."],
    ["It looks fine without ever surprising.", "A few shots are beautiful; the rest get the job done."],
  ],
  good: [
    [
      "The pacing is patient and never slack.",
      "It moves quickly and still finds time to breathe.",
      "I did not notice the time go by.",
    ],
    [
      "The acting is wonderful down to the smallest part.",
      "The cast play off one another with ease.",
      "A glance says more here than a page of lines.",
    ],
    [
      "The dialogue sounds like people talking.",
      "The writing is clever without showing off.",
      "The jokes come out of who these people are.",
    ],
    ["The music is used sparingly and always well.", "The score lifts whole scenes."],
    ["It is beautiful to look at, frame after frame.", "The camera always knows where to stand."],
  ],
};

export const SPOILERS: Phrases = [
  "In the last scene it turns out that the storyteller was wrong about everything.",
  "The one you trust most is behind it all, as the ending shows.",
  "They part for good at the end, and it is the right choice.",
  "The second half plays out in a dream, which you learn ten minutes before the end.",
];

export const CLOSINGS: Record<Mood, Phrases> = {
  bad: [
    "I would not sit through it again.",
    "There are better ways to spend the time.",
    "Others may have more patience.",
  ],
  mixed: [
    "Glad to have seen it once.",
    "Worth a look if you like this sort of thing.",
    "I would not talk anyone out of it.",
  ],
  good: ["Highly recommended.", "I will certainly see it again.", "Give it a chance."],
};
