/** One thing that a scripted model does, whichever CLI asks. */
export type ScriptedStep =
  /** A tool by the name that the CLI has for it, as one of an MCP server. */
  { callTool: ToolCall } | AgentStep;

/** What each CLI's model has its own means for. */
type AgentStep =
  | { say: string }
  /** A plan, by the CLI's own means where it has some. */
  | { plan: string }
  | { runCommand: string }
  | { editFile: { path: string; from: string; to: string } };

/** A call of one of the CLI's own tools. */
interface ToolCall {
  name: string;
  arguments: Record<string, unknown>;
}

/** One answer of the model: a tool call, or the text that ends the conversation. */
export type Turn = { kind: "tool"; call: ToolCall } | { kind: "text"; text: string };

type Dialect = (step: AgentStep, repositoryPath: string) => Turn[];

/** Claude Code refuses to edit a file that it hasn't read. */
const claudeCode: Dialect = (step, repositoryPath) => {
  if ("editFile" in step) {
    const file = `${repositoryPath}/${step.editFile.path}`;
    const edit = { file_path: file, old_string: step.editFile.from, new_string: step.editFile.to };
    return [tool("Read", { file_path: file }), tool("Edit", edit)];
  }
  if ("plan" in step) {
    return [tool("ExitPlanMode", { plan: step.plan }), { kind: "text", text: "The plan waits for you." }];
  }
  return "runCommand" in step
    ? [tool("Bash", { command: step.runCommand, description: "Run a command" })]
    : [{ kind: "text", text: step.say }];
};

const codexCli: Dialect = (step, repositoryPath) => {
  if ("editFile" in step) {
    const { path, from, to } = step.editFile;
    const lines = [
      "*** Begin Patch",
      `*** Update File: ${repositoryPath}/${path}`,
      "@@",
      ...prefix("-", from),
      ...prefix("+", to),
      "*** End Patch",
    ];
    return [tool("exec_command", { cmd: `apply_patch <<'END_OF_PATCH'\n${lines.join("\n")}\nEND_OF_PATCH` })];
  }
  return "runCommand" in step ? [tool("exec_command", { cmd: step.runCommand })] : [words(step)];
};

/** opencode refuses to edit a file that it hasn't read. */
const opencode: Dialect = (step, repositoryPath) => {
  if ("editFile" in step) {
    const filePath = `${repositoryPath}/${step.editFile.path}`;
    const edit = { filePath, oldString: step.editFile.from, newString: step.editFile.to };
    return [tool("read", { filePath }), tool("edit", edit)];
  }
  return "runCommand" in step
    ? [tool("bash", { command: step.runCommand, description: "Run a command" })]
    : [words(step)];
};

/** The registry doesn't know this CLI: it stands for those that people bring along. */
const qwenCode: Dialect = (step, repositoryPath) => {
  if ("editFile" in step) {
    const file = `${repositoryPath}/${step.editFile.path}`;
    const edit = { file_path: file, old_string: step.editFile.from, new_string: step.editFile.to };
    return [tool("read_file", { file_path: file }), tool("edit", edit)];
  }
  return "runCommand" in step
    ? [tool("run_shell_command", { command: step.runCommand, description: "Run a command", is_background: false })]
    : [words(step)];
};

const geminiCli: Dialect = (step, repositoryPath) => {
  if ("editFile" in step) {
    const file = `${repositoryPath}/${step.editFile.path}`;
    const edit = { file_path: file, old_string: step.editFile.from, new_string: step.editFile.to };
    return [tool("replace", { ...edit, instruction: "Make the edit" })];
  }
  return "runCommand" in step
    ? [tool("run_shell_command", { command: step.runCommand, description: "Run a command" })]
    : [words(step)];
};

const DIALECTS: Record<string, Dialect> = {
  "claude-code": claudeCode,
  "codex-cli": codexCli,
  opencode,
  "gemini-cli": geminiCli,
  "qwen-code": qwenCode,
};

/** The turns in which a model makes this CLI do the steps. */
export function toTurns(agentId: string, steps: ScriptedStep[], repositoryPath: string): Turn[] {
  if (agentId === "aider") {
    return toEditBlocks(steps.filter((step): step is AgentStep => !("callTool" in step)));
  }
  const dialect = DIALECTS[agentId];
  if (dialect === undefined) {
    throw new Error(`no scripted model speaks to ${agentId}; known are ${Object.keys(DIALECTS).join(", ")}`);
  }
  return steps.flatMap((step) =>
    "callTool" in step ? [{ kind: "tool", call: step.callTool } as const] : dialect(step, repositoryPath),
  );
}

/** Aider's model has no tools: it answers with edits in its text, which aider commits; commands stay out. */
function toEditBlocks(steps: AgentStep[]): Turn[] {
  const turns: Turn[] = [];
  let edits: string[] = [];
  for (const step of steps) {
    if ("editFile" in step) {
      const { path, from, to } = step.editFile;
      edits.push(`${path}\n\`\`\`\n<<<<<<< SEARCH\n${from}\n=======\n${to}\n>>>>>>> REPLACE\n\`\`\``);
    } else if (!("runCommand" in step)) {
      turns.push({ kind: "text", text: [...edits, words(step).text].join("\n\n") });
      edits = [];
    }
  }
  return turns;
}

/** The message of the commit among the steps' commands, for a CLI that asks its model for one. */
export function findCommitMessage(steps: ScriptedStep[]): string {
  const commands = steps.flatMap((step) => ("runCommand" in step ? [step.runCommand] : []));
  const messages = commands.map((command) => /git commit .*(?:-m|--message)[ =](["'])(.+?)\1/.exec(command)?.[2]);
  return messages.find((message) => message !== undefined) ?? "Change what was asked";
}

/** A CLI without a means of its own for plans answers with one. */
function words(step: { say: string } | { plan: string }): Turn & { kind: "text" } {
  return { kind: "text", text: "plan" in step ? step.plan : step.say };
}

function tool(name: string, args: Record<string, unknown>): Turn {
  return { kind: "tool", call: { name, arguments: args } };
}

function prefix(sign: string, text: string): string[] {
  return text.split("\n").map((line) => sign + line);
}
