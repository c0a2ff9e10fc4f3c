/** The contract as the newest release has it. */
export const RELEASED_FILE = new URL("./fixtures/openapi.json", import.meta.url);
