/** The log's tables, and the statements on them. */
export const LOG_MIGRATIONS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE log_topics (
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      partitions INTEGER NOT NULL
    )`,
    // key and value are text, or a blob where they hold U+0000.
    `CREATE TABLE log_messages (
      topic INTEGER NOT NULL,
      partition INTEGER NOT NULL,
      position INTEGER NOT NULL,
      key ANY NOT NULL,
      value ANY NOT NULL,
      appended_at INTEGER NOT NULL,
      PRIMARY KEY (topic, partition, position)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE log_commits (
      consumer_group TEXT NOT NULL,
      topic INTEGER NOT NULL,
      partition INTEGER NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (consumer_group, topic, partition)
    ) WITHOUT ROWID`,
  ],
];

export const ADD_TOPIC = "INSERT INTO log_topics (name, partitions) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";

export const SELECT_TOPIC = "SELECT id, partitions FROM log_topics WHERE name = ?";

export const SELECT_FIRST = `SELECT position FROM log_messages WHERE topic = ? AND partition = ?
ORDER BY position LIMIT 1`;

export const SELECT_LAST = `SELECT position FROM log_messages WHERE topic = ? AND partition = ?
ORDER BY position DESC LIMIT 1`;

export const ADD_MESSAGE = `INSERT INTO log_messages (topic, partition, position, key, value, appended_at)
VALUES (?, ?, ?, ?, ?, ?)`;

/** Parameters: topic, partition, first position, most messages, most bytes of values before the last message. */
export const SELECT_MESSAGES = `SELECT position, key, value, appended_at FROM (
  SELECT *, sum(octet_length(value)) OVER (ORDER BY position) AS bytes, min(position) OVER (ORDER BY position) AS first FROM (
    SELECT position, key, value, appended_at FROM log_messages
    WHERE topic = ? AND partition = ? AND position >= ?
    ORDER BY position LIMIT ?
  )
) WHERE bytes <= ? OR position = first ORDER BY position`;

export const SELECT_COMMITTED = `SELECT position FROM log_commits
WHERE consumer_group = ? AND topic = ? AND partition = ?`;

export const COMMIT = `INSERT INTO log_commits (consumer_group, topic, partition, position) VALUES (?, ?, ?, ?)
ON CONFLICT (consumer_group, topic, partition) DO UPDATE SET position = excluded.position`;
