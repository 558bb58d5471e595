// What a plain kernel does to each result: limited((sum + bias[c]) * scale[c] + shift[c] + residual[at], low, high).
// The including shader puts EPILOGUE_PUSH last into its push constants; parts: 1 bias, 2 scale and shift, 4 residual (EpilogueParts).
// Operands of absent parts are bound to something and never read. scaleShift holds all scales, then all shifts.
#include "nan.glsl"
#define EPILOGUE_PUSH int parts, channels; float low, high;
#define EPILOGUE(biasBinding, scaleShiftBinding, residualBinding) \
    INPUT_F32(biasBinding, bias); INPUT_F32(scaleShiftBinding, scaleShift); INPUT(residualBinding, residual); \
    float epilogue(float sum, int channel, int at) { \
        if ((parts & 1) != 0) sum += bias[channel]; \
        if ((parts & 2) != 0) sum = sum * scaleShift[channel] + scaleShift[channels + channel]; \
        if ((parts & 4) != 0) sum += float(residual[at]); \
        return limited(sum, low, high); \
    } \
    /* The same for several results of a channel: its scale and shift once, then each sum. */ \
    vec2 epilogueLine(int channel) { \
        vec2 line = vec2(1, 0); \
        if ((parts & 1) != 0) line.y = bias[channel]; \
        if ((parts & 2) != 0) { line.x = scaleShift[channel]; line.y = line.y * line.x + scaleShift[channels + channel]; } \
        return line; \
    } \
    float epilogueOn(float sum, vec2 line, int at) { \
        sum = sum * line.x + line.y; \
        if ((parts & 4) != 0) sum += float(residual[at]); \
        return limited(sum, low, high); \
    }
