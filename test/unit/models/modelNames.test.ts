import { modelNameFrom } from '@condenser/sidecar/models/modelNames.ts';
import { describe, expect, it } from 'vitest';

describe('the name of a model', () => {
  it.each([
    ['qwen3', 'qwen3'],
    [' qwen2.5-coder:7b\n', 'qwen2.5-coder:7b'],
    ['ada/my_model:v1.2', 'ada/my_model:v1.2'],
    ['registry.example:5000/ada/model:latest', 'registry.example:5000/ada/model:latest'],
    ['ollama pull qwen3:4b', 'qwen3:4b'],
    ['ollama run hf.co/a/b', 'hf.co/a/b'],
    ['hf.co/bartowski/Llama-3.2-3B-GGUF:Q4_K_M', 'hf.co/bartowski/Llama-3.2-3B-GGUF:Q4_K_M'],
    ['huggingface.co/a/b-GGUF:q8_0', 'hf.co/a/b-GGUF:q8_0'],
    ['https://huggingface.co/a/b-GGUF', 'hf.co/a/b-GGUF'],
    ['https://huggingface.co/a/b-GGUF/', 'hf.co/a/b-GGUF'],
    ['https://huggingface.co/a/b-GGUF/tree/main', 'hf.co/a/b-GGUF'],
    ['https://huggingface.co/a/b-GGUF?library=ollama#usage', 'hf.co/a/b-GGUF'],
    ['https://huggingface.co/a/b/blob/main/b-q4_k_m.gguf', 'hf.co/a/b:Q4_K_M'],
    ['https://huggingface.co/a/b/resolve/main/sub/b.IQ3_XS.gguf?download=true', 'hf.co/a/b:IQ3_XS'],
    ['https://huggingface.co/a/b/blob/main/b-Q8_0-00001-of-00002.gguf', 'hf.co/a/b:Q8_0'],
    ['https://huggingface.co/a/b/blob/main/odd.gguf', 'hf.co/a/b:odd.gguf'],
    ['https://huggingface.co/a/b?show_file_info=b-Q5_K_S.gguf', 'hf.co/a/b:Q5_K_S'],
    ['https://ollama.com/library/qwen3:4b', 'qwen3:4b'],
    ['ollama.com/ada/model', 'ada/model'],
  ])('in %j is %s', (given, name) => expect(modelNameFrom(given)).toBe(name));

  it.each([
    '',
    '   ',
    'two words',
    '../../etc/passwd',
    'a/b/c/d/e',
    '-rf',
    'model:',
    'model\u001b[2J',
    'модель',
    'https://example.com/a/b',
    'https://huggingface.co/a',
    'https://huggingface.co/a/b/blob/main/README.md',
    `a${'b'.repeat(600)}`,
  ])('is not in %j', (given) => {
    expect(() => modelNameFrom(given)).toThrow(expect.objectContaining({ kind: 'modelName' }));
  });
});
