import { z } from "zod";

const message = "must be a feature as its refusal names it, such as tool.web_fetch_20250910";

/** What a project lets its agents ask of a model's provider beyond the usual, by the name in the gateway's refusal. */
export const ProviderFeature = z.string(message).regex(/^[a-zA-Z_]+\.[\w.:/@?-]{1,100}$/, message);
