/** Where a browser keeps which of their teams whoever looks has chosen. */
export const TEAM_COOKIE = "catalyst.team";
