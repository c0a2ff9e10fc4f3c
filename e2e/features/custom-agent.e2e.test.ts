import { defineGuideAgent } from "../custom-agents/guide-agent.ts";
import { playFeatures } from "./play-features.ts";

playFeatures(await defineGuideAgent());
