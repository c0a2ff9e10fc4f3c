/** Of several teams the one that is kept as chosen; null: none is, or they aren't in it any more, or there is nothing to choose from. */
export function chosenTeam<Named extends { slug: string }>(
  teams: readonly Named[],
  kept: string | undefined,
): Named | null {
  return teams.length < 2 ? null : (teams.find(({ slug }) => slug === kept) ?? null);
}
