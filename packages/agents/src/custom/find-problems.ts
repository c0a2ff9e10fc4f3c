import type { CustomAgent } from "./custom-agent-schema.ts";
import { isPlaceholder, PLACEHOLDERS, placeholdersIn } from "./placeholders.ts";

interface Problem {
  path: (string | number)[];
  message: string;
}

interface Filled {
  path: (string | number)[];
  text: string;
}

/** What fits no single setting: placeholders that don't exist, an agent that could not be asked or reach its model. */
export function findProblems(agent: CustomAgent): Problem[] {
  const texts = textsOf(agent);
  const used = new Set(texts.flatMap(({ text }) => placeholdersIn(text)));
  return [
    ...texts.flatMap(findUnknown),
    ...findMisplaced(agent),
    ...findUnreachable(used, agent.dialect),
    ...findUnasked(agent),
    ...findInstallProblems(agent),
    ...findSessionProblems(agent),
  ];
}

const ARGUMENT_LISTS = ["args", "workArgs", "planArgs", "modelArgs", "resumeArgs"] as const;

function textsOf(agent: CustomAgent): Filled[] {
  return [
    ...ARGUMENT_LISTS.flatMap((name) => (agent[name] ?? []).map((text, index) => ({ path: [name, index], text }))),
    ...Object.entries(agent.env).map(([name, text]) => ({ path: ["env", name], text })),
    ...Object.entries(agent.files).map(([path, text]) => ({ path: ["files", path], text })),
  ];
}

function findUnknown({ path, text }: Filled): Problem[] {
  return placeholdersIn(text)
    .filter((name) => !isPlaceholder(name))
    .map((name) => ({
      path,
      message: `{${name}} is not known here; known are ${PLACEHOLDERS.map((known) => `{${known}}`).join(", ")}. For the braces themselves write {{${name}}}`,
    }));
}

/** Where a placeholder can stand: an argument that lost its value would change the meaning of its neighbours. */
function findMisplaced(agent: CustomAgent): Problem[] {
  return textsOf(agent).flatMap(({ path, text }) => {
    const names = placeholdersIn(text);
    const [list = "", index] = path;
    const isArgument = typeof index === "number";
    const problem = (message: string) => [{ path, message }];
    // The prompt is untrusted text of any length: nothing that is parsed may hold it.
    if (names.includes("prompt") && !(isArgument && text === "{prompt}")) {
      return problem('{prompt} must be an argument of its own: "{prompt}"');
    }
    if (names.includes("sessionId") && list !== "resumeArgs") {
      return problem("{sessionId} can stand in resumeArgs only: there is none in a new session");
    }
    if (names.includes("model") && !["modelArgs", "env"].includes(String(list)) && agent.model === null) {
      return problem("{model} can stand in modelArgs and env only, unless model names a default: there may be none");
    }
    return [];
  });
}

/** How the programs of a dialect usually call their key and address. */
const USUAL_NAMES: Record<CustomAgent["dialect"], string> = {
  anthropic: "ANTHROPIC",
  "openai-responses": "OPENAI",
  "openai-chat": "OPENAI",
  gemini: "GEMINI",
  ollama: "OLLAMA",
};

function findUnreachable(used: Set<string>, dialect: CustomAgent["dialect"]): Problem[] {
  const missing = [
    ...(used.has("token") ? [] : ["{token}"]),
    ...(used.has("baseUrl") || used.has("rootUrl") ? [] : ["{baseUrl}"]),
  ];
  const example = `${USUAL_NAMES[dialect]}_${missing[0] === "{token}" ? "API_KEY" : "BASE_URL"}: "${missing[0]}"`;
  return missing.length === 0
    ? []
    : [
        {
          path: ["env"],
          message: `the agent can't reach its model: give it ${missing.join(" and ")} in env, args or files, for example ${example}`,
        },
      ];
}

function findUnasked(agent: CustomAgent): Problem[] {
  const inArgs = ARGUMENT_LISTS.flatMap((name) => (agent[name] ?? []).flatMap(placeholdersIn));
  if (agent.prompt === "file" && !inArgs.includes("promptFile")) {
    return [{ path: ["prompt"], message: "is file, but no argument names it: put {promptFile} into args" }];
  }
  return agent.prompt !== "argument" && inArgs.includes("prompt")
    ? [{ path: ["prompt"], message: `is ${agent.prompt}, but an argument holds {prompt}: say prompt: argument` }]
    : [];
}

function findInstallProblems({ install, command }: CustomAgent): Problem[] {
  if (install === null) {
    return [];
  }
  const { npm, pypi, version, pythonVersions } = install;
  const isInside = !command.startsWith("/") && !command.split("/").includes("..");
  const problem = (path: string[], message: string) => [{ path, message }];
  return [
    ...((npm === undefined) === (pypi === undefined) ? problem(["install"], "must name a package: npm or pypi") : []),
    ...(npm !== undefined && !/^\d+\.\d+\.\d+(-|$)/.test(version)
      ? problem(["install", "version"], "must be one exact version, such as 1.2.3")
      : []),
    ...(npm !== undefined && pythonVersions !== undefined
      ? problem(["install", "pythonVersions"], "is of use with pypi only")
      : []),
    ...(isInside ? [] : problem(["command"], "must be a path in the installation, such as node_modules/.bin/my-agent")),
  ];
}

function findSessionProblems({ resumeArgs, sessionPaths, output }: CustomAgent): Problem[] {
  if (resumeArgs === undefined) {
    return sessionPaths.length === 0
      ? []
      : [{ path: ["sessionPaths"], message: "is of no use without resumeArgs: say how a session is gone on with" }];
  }
  const isNamed = output.format === "jsonl" && output.events.some(({ session }) => session !== undefined);
  const needsName = resumeArgs.flatMap(placeholdersIn).includes("sessionId");
  return [
    ...(sessionPaths.length > 0
      ? []
      : [{ path: ["resumeArgs"], message: "needs sessionPaths: where below HOME the CLI keeps its sessions" }]),
    ...(isNamed || !needsName
      ? []
      : [{ path: ["resumeArgs"], message: "has {sessionId}, which no output rule tells: add one with session" }]),
  ];
}
