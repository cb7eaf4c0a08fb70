/**
 * The popularity of a row of movies_movies: of all ratings of it and of the movies that it stands for. The formula is that of
 * rules/popularity-score.ts. Where it is not known what an older score is made of, the best score counts.
 */
const MERGED = `coalesce(CASE
    WHEN EXISTS (SELECT 1 FROM movies_movies a WHERE a.replaced_by = movies_movies.id) THEN (
      SELECT CASE
          WHEN count(*) > count(p.ratings) THEN max(p.score)
          WHEN sum(p.ratings) = 0 THEN 0
          ELSE round((0.35 * sum(p.sum_of_scores) / sum(p.ratings) + 0.3 * ln(sum(p.ratings) + 1)) * 1000) / 1000
        END
      FROM movies_popularity p WHERE p.movie_id = movies_movies.id
        OR p.movie_id IN (SELECT a.id FROM movies_movies a WHERE a.replaced_by = movies_movies.id))
    ELSE (SELECT p.score FROM movies_popularity p WHERE p.movie_id = movies_movies.id) END, 0)`;

/** Of one movie (?1). */
export const MERGE_POPULARITY = `UPDATE movies_movies SET popularity = ${MERGED} WHERE id = ?1`;

/** Of the movie that stands for one (?1), where it was replaced. */
export const MERGE_POPULARITY_OF_REPLACEMENT = `UPDATE movies_movies SET popularity = ${MERGED}
  WHERE id = (SELECT r.replaced_by FROM movies_movies r WHERE r.id = ?1)`;
