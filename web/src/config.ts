/** All that this process is told: where the server is that answers `/api/v1`. Read as it is asked, for a build is told nothing. */
export function serverUrl(): URL {
  const said = process.env.CATALYST_SERVER_URL;
  if (said === undefined || !URL.canParse(said)) {
    throw new Error("CATALYST_SERVER_URL must be the address of Catalyst's server.");
  }
  return new URL(said);
}
