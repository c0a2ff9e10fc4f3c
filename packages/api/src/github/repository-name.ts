import { z } from "zod";

const Part = z.string().regex(/^[\w.-]{1,100}$/);

/** A repository of a GitHub as people call it: `owner/name`. */
export const RepositoryName = z.strictObject({ owner: Part, name: Part });
