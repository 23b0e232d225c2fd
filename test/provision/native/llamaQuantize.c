/*
 * llama-quantize, which Ollama runs since 0.30 to create a model from a file, on top of the llama.cpp
 * library of llama-server.
 *
 *     llama-quantize [--allow-requantize] SOURCE TARGET TYPE
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The beginning of llama_model_quantize_params; the library fills in the rest. */
struct quantize_params {
    int threads;
    int file_type;
    int output_tensor_type;
    int token_embedding_type;
    bool allow_requantize;
    bool quantize_output_tensor;
    bool only_copy;
    char rest[1024];
};

void llama_backend_init(void);
void llama_log_set(void (*log)(int level, const char *text, void *data), void *data);
struct quantize_params llama_model_quantize_default_params(void);
unsigned llama_model_quantize(const char *source, const char *target,
                              const struct quantize_params *params);

/* The types that Ollama accepts, with llama.cpp's numbers. */
static const struct {
    const char *name;
    int file_type;
} types[] = {{"F32", 0}, {"F16", 1}, {"Q8_0", 7}, {"Q4_K_S", 14}, {"Q4_K_M", 15}, {"BF16", 32}};

static bool choose_type(const char *name, struct quantize_params *params) {
    if (strcmp(name, "COPY") == 0) {
        params->only_copy = true;
        return true;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(name, types[i].name) == 0) {
            params->file_type = types[i].file_type;
            return true;
        }
    }
    return false;
}

/* Ollama reads the progress from the standard output. */
static void print_line(int level, const char *text, void *data) {
    (void)level;
    (void)data;
    fputs(text, stdout);
    fflush(stdout);
}

int main(int count, char **words) {
    bool allow_requantize = count == 5 && strcmp(words[1], "--allow-requantize") == 0;
    if (count != 4 && !allow_requantize) {
        fprintf(stderr, "usage: llama-quantize [--allow-requantize] SOURCE TARGET TYPE\n");
        return 2;
    }
    llama_backend_init();
    struct quantize_params params = llama_model_quantize_default_params();
    params.allow_requantize = allow_requantize;
    if (!choose_type(words[count - 1], &params)) {
        fprintf(stderr, "llama-quantize: unknown type %s\n", words[count - 1]);
        return 2;
    }
    llama_log_set(print_line, NULL);
    return llama_model_quantize(words[count - 3], words[count - 2], &params) == 0 ? 0 : 1;
}
