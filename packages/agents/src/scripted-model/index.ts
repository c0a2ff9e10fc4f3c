export type { ScriptedStep } from "./scripted-step.ts";
export { type ScriptedFault, type ScriptedModel, startScriptedModel } from "./start-scripted-model.ts";
