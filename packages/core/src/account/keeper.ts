/** Whose something is: a person's, or a team's, whose admins keep it. One of the two is null. */
export interface Keeper {
  userId: string | null;
  teamId: string | null;
}
