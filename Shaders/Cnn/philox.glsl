// Philox4x32-10 (Salmon et al., SC 2011): random words as a pure function of key and counter; Graph/Philox.cs is the same on the host.
uvec4 philox(uvec4 counter, uvec2 key) {
    [[unroll]] for (int round = 0; round < 10; round++) {
        uint high0, low0, high1, low1;
        umulExtended(0xD2511F53u, counter.x, high0, low0);
        umulExtended(0xCD9E8D57u, counter.z, high1, low1);
        counter = uvec4(high1 ^ counter.y ^ key.x, low1, high0 ^ counter.w ^ key.y, low0);
        key += uvec2(0x9E3779B9u, 0xBB67AE85u);
    }
    return counter;
}

// Words of one random op: key[0] is the seed, key[1] (if there is one) the step or epoch, `op` tells ops apart, `block` counts fours of words.
uvec4 randomWords(uint seed, uint time, uint op, uint block) { return philox(uvec4(block, 0, time, op), uvec2(seed, 0)); }

// Uniform in [0, 1) with 24 bits.
vec4 uniform4(uvec4 words) { return vec4(words >> 8) * (1.0 / 16777216.0); }
