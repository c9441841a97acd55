// IntegerScanner.Look and RegularDecoder.DecodeVectors for the native build, whose compiler cannot choose AVX-512 at run time: it takes it
// for all code or for none. Everything else in the program runs on any x86-64-v2 processor; these functions are called where the
// processor has AVX-512 with VBMI2. VectorsInC.cs has the other side, and the C# code the explanations.
#include <immintrin.h>
#include <stdint.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt")))

enum { MAX_DIGITS = 19 };

typedef struct
{
    int32_t length;
    int32_t commas;
    int32_t regular;
} Survey;

// 1 where the processor and the system support what is used here. lzcnt, which older compilers cannot ask for, came with bmi.
int32_t heapwise_has_avx512(void)
{
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2")
        && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

// 64 bytes after the last must be readable.
AVX512 void heapwise_look(const uint8_t *start, int32_t length, Survey *survey)
{
    int32_t commas = 0;
    uint64_t irregular = 0, digit_before = 0, comma_before = 1, space_before = 0, zero_start_before = 0;
    for (int32_t at = 0; at < length; at += 64)
    {
        __m512i bytes = _mm512_loadu_si512(start + at);
        uint64_t digits = _mm512_cmple_epu8_mask(_mm512_sub_epi8(bytes, _mm512_set1_epi8('0')), _mm512_set1_epi8(9));
        uint64_t comma = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(','));
        uint64_t zeros = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('0'));
        uint64_t space = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(' ')) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'))
            | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r')) | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\t'));
        uint64_t valid = length - at >= 64 ? UINT64_MAX : (1ULL << (length - at)) - 1;
        uint64_t stop = ~(digits | comma | space) & valid;
        if (stop) valid = (stop & -stop) - 1;
        digits &= valid;
        comma &= valid;
        space &= valid;

        uint64_t after_digit = (digits << 1) | digit_before;
        uint64_t zero_starts = digits & ~after_digit & zeros;
        irregular |= (comma | space) & ((comma << 1) | comma_before);
        irregular |= (digits | space) & ((space << 1) | space_before);
        irregular |= ((zero_starts << 1) | zero_start_before) & digits;
        commas += (int32_t)_mm_popcnt_u64(comma);
        if (stop)
        {
            *survey = (Survey){at + (int32_t)_tzcnt_u64(stop), commas, irregular == 0};
            return;
        }

        digit_before = digits >> 63;
        comma_before = comma >> 63;
        space_before = space >> 63;
        zero_start_before = zero_starts >> 63;
    }

    *survey = (Survey){length, commas, irregular == 0};
}

// A block that contains a number of nine digits or more. Returns -1, or the start of a number that does not fit into 63 bits.
AVX512 static int32_t decode_long(const uint8_t *block, uint64_t starts, uint64_t ends, uint64_t *values)
{
    for (; ends; starts = _blsr_u64(starts), ends = _blsr_u64(ends))
    {
        int32_t from = (int32_t)_tzcnt_u64(starts), end = (int32_t)_tzcnt_u64(ends);
        uint64_t value = 0;
        if (end - from > MAX_DIGITS) return from;
        for (int32_t i = from; i < end; i++) value = value * 10 + (uint64_t)(block[i] - '0');
        if (value > INT64_MAX) return from;
        *values++ = value;
    }

    return -1;
}

// Decodes from *at on, until the end or until fewer than 64 values would fit. Returns the number of values; *at is then the position after
// the last, or the complement of the position of a number that is wrong. 64 bytes before and after the text must be readable.
AVX512 int32_t heapwise_decode(const uint8_t *start, int32_t length, int32_t *at, uint64_t *values, int32_t room)
{
    const __m512i positions = _mm512_set_epi64(
        0x3F3E3D3C3B3A3938, 0x3736353433323130, 0x2F2E2D2C2B2A2928, 0x2726252423222120,
        0x1F1E1D1C1B1A1918, 0x1716151413121110, 0x0F0E0D0C0B0A0908, 0x0706050403020100);
    const __m512i in_lane = _mm512_and_si512(positions, _mm512_set1_epi8(7));
    const __m512i lane_first = _mm512_and_si512(_mm512_srli_epi64(positions, 3), _mm512_set1_epi8(7));
    const __m512i tens = _mm512_set1_epi16(0x010A);
    const __m512i hundreds = _mm512_set1_epi32(0x00010064);
    const __m512i eight = _mm512_set1_epi8(8);
    int32_t count = 0, from_byte = *at;
    while (from_byte < length && room - count >= 64)
    {
        __m512i bytes = _mm512_loadu_si512(start + from_byte);
        __m512i digit_values = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
        uint64_t digits = _mm512_cmple_epu8_mask(digit_values, _mm512_set1_epi8(9));
        uint64_t commas = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(','));
        if (length - from_byte < 64) commas &= (1ULL << (length - from_byte)) - 1;
        int32_t used = 64 - (int32_t)_lzcnt_u64(commas); // up to and including the last comma
        if (used == 0)
        {
            // A number of 64 digits or more, or more white space than is regular.
            *at = ~from_byte;
            return count;
        }

        if (used < 64) digits &= (1ULL << used) - 1;
        uint64_t starts = digits & ~(digits << 1);
        uint64_t ends = ~digits & (digits << 1);
        int32_t found = (int32_t)_mm_popcnt_u64(ends);
        __m512i end_positions = _mm512_maskz_compress_epi8(ends, positions);
        __m512i lengths = _mm512_sub_epi8(end_positions, _mm512_maskz_compress_epi8(starts, positions));
        if (_mm512_cmpgt_epu8_mask(lengths, eight))
        {
            int32_t wrong = decode_long(start + from_byte, starts, ends, values + count);
            if (wrong >= 0)
            {
                *at = ~(from_byte + wrong);
                return count;
            }
        }
        else
        {
            for (int32_t group = 0; group < found; group += 8)
            {
                __m512i lanes = _mm512_add_epi8(lane_first, _mm512_set1_epi8((char)group));
                __m512i first = _mm512_sub_epi8(_mm512_add_epi8(_mm512_permutexvar_epi8(lanes, end_positions), in_lane), eight);
                __m512i digit_counts = _mm512_permutexvar_epi8(lanes, lengths);
                __mmask64 kept = _mm512_cmpge_epu8_mask(_mm512_add_epi8(digit_counts, in_lane), eight);
                __m512i text = _mm512_maskz_permutexvar_epi8(kept, first, digit_values);
                __m512i four = _mm512_madd_epi16(_mm512_maddubs_epi16(text, tens), hundreds);
                __m512i high = _mm512_mul_epu32(four, _mm512_set1_epi64(10000));
                _mm512_storeu_si512(values + count + group, _mm512_add_epi64(high, _mm512_srli_epi64(four, 32)));
            }
        }

        count += found;
        from_byte += used;
    }

    *at = from_byte;
    return count;
}
