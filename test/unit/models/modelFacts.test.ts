import { fullName, toDetails, toSummary } from '@condenser/sidecar/models/modelFacts.ts';
import { describe, expect, it } from 'vitest';

type Listed = Parameters<typeof toSummary>[0];

function listed(more: object): Listed {
  return { name: 'a:1b', size: 1, ...more } as unknown as Listed;
}

function shown(more: object) {
  return toDetails('a:1b', more as unknown as Parameters<typeof toDetails>[1]);
}

describe('a listed model', () => {
  it('has the fields of the protocol', () => {
    const model = listed({
      digest: 'abc',
      modified_at: '2026-01-02T03:04:05Z',
      details: { family: 'qwen2', parameter_size: '7.6B', quantization_level: 'Q4_K_M' },
      capabilities: ['completion', 'tools'],
    });
    expect(toSummary(model, [{ name: 'a:1b', size: 1 }])).toEqual({
      name: 'a:1b',
      size: 1,
      digest: 'abc',
      modifiedAt: '2026-01-02T03:04:05Z',
      family: 'qwen2',
      parameterSize: '7.6B',
      quantization: 'Q4_K_M',
      capabilities: ['completion', 'tools'],
      chat: true,
      cloud: false,
      loaded: true,
      memory: { size: 1, gpuSize: 0 },
    });
  });

  it('has only the fields that an old server sent', () => {
    expect(toSummary(listed({}), [])).toEqual({
      name: 'a:1b',
      size: 1,
      chat: true,
      cloud: false,
      loaded: false,
    });
  });

  it.each([
    [['completion'], 'llama', true],
    [['completion', 'vision'], 'gemma3', true],
    [['embedding'], 'llama', false],
    [['embedding'], 'nomic-bert', false],
    [['completion'], 'bert', false],
    [['completion', 'embedding'], 'nomic-bert', false],
    [['image'], 'flux', false],
    [undefined, 'llama', true],
    [undefined, 'nomic-bert', false],
    [undefined, 'BERT', false],
    [[], 'bert', false],
    [[], 'llama', true],
    [undefined, undefined, true],
  ])('capabilities %j, family %s: it can chat: %s', (capabilities, family, chat) => {
    expect(toSummary(listed({ capabilities, details: { family } }), [])?.chat).toBe(chat);
  });

  it.each([
    ['gpt-oss:120b-cloud', undefined, true],
    ['glm-4.6:cloud', undefined, true],
    ['anything:latest', 'https://ollama.com:443', true],
    ['gpt-oss:20b', undefined, false],
    ['word-cloud:latest', undefined, false],
    ['cloudy:7b', undefined, false],
    ['a:cloudy', undefined, false],
  ])('%s, remote host %s: it runs elsewhere: %s', (name, remoteHost, cloud) => {
    expect(toSummary(listed({ name, remote_host: remoteHost }), [])?.cloud).toBe(cloud);
  });
});

describe('a shown model', () => {
  it('has the fields of the protocol', () => {
    const details = shown({
      details: { family: 'qwen2', parameter_size: '7.6B', quantization_level: 'Q4_K_M' },
      capabilities: ['completion'],
      model_info: { 'general.architecture': 'qwen2', 'qwen2.context_length': 32_768 },
      parameters: 'stop "<|im_end|>"\nnum_ctx                        8192',
      template: '{{ .Prompt }}',
      system: 'Be kind.',
      license: 'Apache-2.0',
    });
    expect(details).toEqual({
      name: 'a:1b',
      family: 'qwen2',
      parameterSize: '7.6B',
      quantization: 'Q4_K_M',
      capabilities: ['completion'],
      trainedContextLength: 32_768,
      modelfileContextWindow: 8192,
      template: '{{ .Prompt }}',
      system: 'Be kind.',
      parameters: 'stop "<|im_end|>"\nnum_ctx                        8192',
      license: 'Apache-2.0',
    });
  });

  it('has only the fields that an old server sent', () => {
    expect(shown({})).toEqual({ name: 'a:1b', capabilities: [] });
  });

  it.each([
    ['its architecture’s', { 'llama.context_length': 2048 }, 2048],
    [
      'its own before that of another part',
      {
        'general.architecture': 'mllama',
        'vision.context_length': 77,
        'mllama.context_length': 2048,
      },
      2048,
    ],
    [
      'no length of before a rope scaling',
      { 'llama.rope.scaling.original_context_length': 8192 },
      undefined,
    ],
    ['no text', { 'llama.context_length': '2048' }, undefined],
    ['no zero', { 'llama.context_length': 0 }, undefined],
    ['no fraction', { 'llama.context_length': 2048.5 }, undefined],
    ['a map’s', new Map([['llama.context_length', 2048]]), 2048],
    ['none without facts', null, undefined],
  ])('has the trained length %s', (_, info, length) => {
    expect(shown({ model_info: info }).trainedContextLength).toBe(length);
  });

  it.each([
    ['num_ctx 4096', 4096],
    ['num_ctx                        4096', 4096],
    ['temperature 0.7\nnum_ctx 4096\nstop "a"', 4096],
    ['num_ctx "4096"', 4096],
    ['num_ctx 4096\r\ntop_k 1', 4096],
    ['num_ctx 0', undefined],
    ['num_ctx many', undefined],
    ['xnum_ctx 4096', undefined],
    ['num_ctx2 4096', undefined],
    ['stop "num_ctx 4096"', undefined],
    ['', undefined],
  ])('has the window of its Modelfile: %j', (parameters, window) => {
    expect(shown({ parameters }).modelfileContextWindow).toBe(window);
  });
});

describe('fullName', () => {
  it.each([
    ['llama3', 'llama3:latest'],
    ['llama3:8b', 'llama3:8b'],
    ['me/llama3', 'me/llama3:latest'],
    ['registry:5000/me/llama3', 'registry:5000/me/llama3:latest'],
    ['registry:5000/me/llama3:8b', 'registry:5000/me/llama3:8b'],
  ])('%s is %s', (name, full) => {
    expect(fullName(name)).toBe(full);
  });
});
