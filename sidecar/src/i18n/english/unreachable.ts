import type { ErrorTexts } from '../wording.ts';

/** The advice depends on where the connection fails: here, there, at a gateway or at a proxy. */
export const ollamaUnreachable: ErrorTexts['ollamaUnreachable'] = (facts) => {
  const { host, reason, remote, proxy, gatewayStatus } = facts;
  if (gatewayStatus !== undefined) {
    return {
      message: `The gateway at ${host} answers, but Ollama behind it does not (${reason}).`,
      whatToDo:
        gatewayStatus === 504
          ? 'Try again when the model is loaded, or raise the timeout of the gateway. Check that Ollama is running behind it.'
          : 'Check that Ollama is running behind the gateway, or ask its administrator.',
    };
  }
  if (proxy !== undefined) {
    return {
      message: `Ollama at ${host} could not be reached through the proxy ${proxy} (${reason}).`,
      whatToDo: 'Check HTTP_PROXY and HTTPS_PROXY, or add the host to NO_PROXY.',
    };
  }
  return {
    message: `Ollama does not answer at ${host} (${reason}).`,
    whatToDo: remote
      ? 'Check that Ollama is running on that machine and accepts connections from other machines (OLLAMA_HOST=0.0.0.0 there), or set its address with --ollama-host.'
      : 'Start it with: ollama serve — or set its address with --ollama-host.',
  };
};
