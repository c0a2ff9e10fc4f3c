/** Where the library's doors are. */
export const AUTH_PATH = "/api/auth";
