import type { ErrorTexts } from '../wording.ts';
import { why } from './systemReasons.ts';

/** The advice depends on where the connection fails: here, there, at a gateway or at a proxy. */
export const ollamaUnreachable: ErrorTexts['ollamaUnreachable'] = (facts) => {
  const { host, reason, remote, proxy, gatewayStatus } = facts;
  if (gatewayStatus !== undefined) {
    return {
      message: `${host} 的网关有应答，但它后面的 Ollama 没有（${why(reason)}）。`,
      whatToDo:
        gatewayStatus === 504
          ? '请等模型加载完后重试，或调大网关的超时时间；并确认网关后面的 Ollama 正在运行。'
          : '请确认网关后面的 Ollama 正在运行，或联系网关的管理者。',
    };
  }
  if (proxy !== undefined) {
    return {
      message: `无法通过代理 ${proxy} 连接 ${host} 的 Ollama（${why(reason)}）。`,
      whatToDo: '请检查 HTTP_PROXY 和 HTTPS_PROXY，或把这个主机加入 NO_PROXY。',
    };
  }
  return {
    message: `${host} 没有 Ollama 应答（${why(reason)}）。`,
    whatToDo: remote
      ? '请确认那台机器上的 Ollama 正在运行并接受外部连接（在那里设置 OLLAMA_HOST=0.0.0.0），或用 --ollama-host 指定地址。'
      : '请用 ollama serve 启动它，或用 --ollama-host 指定地址。',
  };
};
