/** A model to start with. The figures are fixed, so that nothing is requested from the internet. */
export interface Suggestion {
  readonly name: string;
  readonly purpose: 'coding' | 'chinese';
  readonly parameterSize: string;
  /** Approximate download size in bytes, from ollama.com/library in 2025. */
  readonly size: number;
  readonly contextLength: number;
  /** The key of its description in i18n. */
  readonly strength: 'tiny' | 'small' | 'usual' | 'strong' | 'expert' | 'chineseSmall' | 'chinese';
}

/** In order of size. All are open-weight models that run on a single machine. */
export const suggestedModels: readonly Suggestion[] = [
  {
    name: 'qwen2.5-coder:1.5b',
    purpose: 'coding',
    parameterSize: '1.5B',
    size: 986e6,
    contextLength: 32_768,
    strength: 'tiny',
  },
  {
    name: 'qwen2.5-coder:3b',
    purpose: 'coding',
    parameterSize: '3.1B',
    size: 1.93e9,
    contextLength: 32_768,
    strength: 'small',
  },
  {
    name: 'qwen3:4b',
    purpose: 'chinese',
    parameterSize: '4.0B',
    size: 2.5e9,
    contextLength: 262_144,
    strength: 'chineseSmall',
  },
  {
    name: 'qwen2.5-coder:7b',
    purpose: 'coding',
    parameterSize: '7.6B',
    size: 4.68e9,
    contextLength: 32_768,
    strength: 'usual',
  },
  {
    name: 'qwen3:8b',
    purpose: 'chinese',
    parameterSize: '8.2B',
    size: 5.2e9,
    contextLength: 40_960,
    strength: 'chinese',
  },
  {
    name: 'qwen2.5-coder:14b',
    purpose: 'coding',
    parameterSize: '14.8B',
    size: 8.99e9,
    contextLength: 32_768,
    strength: 'strong',
  },
  {
    name: 'qwen3-coder:30b',
    purpose: 'coding',
    parameterSize: '30.5B',
    size: 18.6e9,
    contextLength: 262_144,
    strength: 'expert',
  },
];
