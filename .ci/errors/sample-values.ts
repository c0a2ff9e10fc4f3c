/** What stands for values whose type says little, by the name of their field. */
const EXAMPLES: Readonly<Record<string, unknown>> = {
  task: 7,
  over: 3,
  server: "https://catalyst.example.com",
  hosts: ["registry.example.com"],
  path: "/srv/shop",
  rules: ["secret"],
  key: "defaultAgent",
  example: "main",
  agent: "aider",
  enabled: ["claude-code"],
  ref: "refs/heads/catalyst/7",
  words: "protected branch",
  commit: "0a1b2c3d",
};

/** One of zod's. */
interface Schema {
  def: unknown;
}

interface Definition {
  type: string;
  shape?: Record<string, Schema>;
  values?: unknown[];
  entries?: Record<string, string>;
  innerType?: Schema;
  element?: Schema;
  options?: Schema[];
}

/**
 * Values of a schema that differ in what may be said of them: each word of a list, with and without what may be absent, one change at a
 * time. So that what is added to the schema is among them without anybody's remembering it. Throws on a kind of schema that it doesn't know.
 */
export function sampleValues(schema: Schema, name = ""): unknown[] {
  const { type, shape = {}, values = [], entries = {}, innerType, element, options = [] } = schema.def as Definition;
  if (type === "object") {
    return sampleObjects(shape);
  }
  if (Object.hasOwn(EXAMPLES, name) && !["optional", "nullable", "readonly"].includes(type)) {
    return [EXAMPLES[name]];
  }
  switch (type) {
    case "literal":
      return values;
    case "enum":
      return Object.values(entries);
    case "boolean":
      return [true, false];
    case "number":
      return [1];
    case "string":
      return ["name"];
    case "readonly":
      return sampleValues(innerType as Schema, name);
    case "nullable":
      return [...sampleValues(innerType as Schema, name), null];
    case "optional":
      return [undefined, sampleValues(innerType as Schema, name)[0]];
    case "array":
      return [[sampleValues(element as Schema)[0]]];
    case "union":
      return options.flatMap((option) => sampleValues(option, name));
    default:
      throw new Error(`There is no sample of a schema of the kind "${type}" (${name}).`);
  }
}

function sampleObjects(shape: Record<string, Schema>): Record<string, unknown>[] {
  const fields = Object.entries(shape).map(([name, field]) => ({ name, samples: sampleValues(field, name) }));
  const first = Object.fromEntries(fields.map(({ name, samples }) => [name, samples[0]]));
  const others = fields.flatMap(({ name, samples }) => samples.slice(1).map((value) => ({ ...first, [name]: value })));
  return [first, ...others];
}
