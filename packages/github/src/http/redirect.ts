/** What is asked where. */
export interface Place {
  url: URL;
  method: string;
}

/**
 * Where an answer leads on to: a repository that was renamed or moved is asked for by its number. Null for any other answer,
 * and for a place that mustn't get what the first one gets: our token, or a wish that would be turned into a question.
 */
export function findNextPlace(place: Place, { status, headers }: Response): Place | null {
  const isKept = status === 307 || status === 308;
  const isReading = place.method === "GET" || place.method === "HEAD";
  if (!(isKept || (isReading && (status === 301 || status === 302)))) {
    return null;
  }
  const url = URL.parse(headers.get("location") ?? "", place.url.href);
  return url?.origin === place.url.origin ? { ...place, url } : null;
}
