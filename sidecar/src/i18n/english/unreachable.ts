import type { ErrorTexts } from '../wording.ts';

/** Where the way to Ollama ends decides what helps: here, there, at a gateway or at a proxy. */
export const ollamaUnreachable: ErrorTexts['ollamaUnreachable'] = (facts) => {
  const { host, reason, remote, proxy, gatewayStatus } = facts;
  if (gatewayStatus !== undefined) {
    return {
      message: `The gateway at ${host} answers, and Ollama behind it does not (${reason}).`,
      whatToDo:
        gatewayStatus === 504
          ? 'Ask again when the model is loaded, or raise the time limit of the gateway; check that Ollama runs behind it.'
          : 'Check that Ollama runs behind that gateway, or ask the person who runs it.',
    };
  }
  if (proxy !== undefined) {
    return {
      message: `Ollama at ${host} could not be reached through the proxy ${proxy} (${reason}).`,
      whatToDo: 'Check HTTP_PROXY and HTTPS_PROXY, or name that host in NO_PROXY.',
    };
  }
  return {
    message: `Ollama does not answer at ${host} (${reason}).`,
    whatToDo: remote
      ? 'Check that Ollama runs on that machine and listens to others (OLLAMA_HOST=0.0.0.0 there), or set its address with --ollama-host.'
      : 'Start it with: ollama serve — or set its address with --ollama-host.',
  };
};
