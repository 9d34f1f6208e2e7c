# Products of unsigned 8-bit rows with a panel of int8 weights, in vectors of 512 bits (AVX-512 VNNI).
# A panel holds four weights of the first output, of the second, ... of the sixteenth, then the next four of each: a step is one vector.
#
# Assembled by eng/assemble.sh into UInt8Products.cs. System V calling convention, no stack, nothing to be saved:
#   rdi  first input of the first row       rdx  first weight of the panel       r8  receives sums[row * 16 + output], int32
#   rsi  bytes from one row to the next     rcx  inputs of a row, a multiple of 4
# OneRow takes rsi as well, and ignores it. EightRowsOfTwo takes the panel that follows too: sums[(panel * 8 + row) * 16 + output].

        .intel_syntax noprefix
        .set    AHEAD, 4096                     # bytes of weights fetched ahead, as Int8Panels.Ahead

EightRows:
        lea     r9, [rsi + rsi * 2]             # three rows
        lea     r10, [rdi + rsi * 4]            # the fifth row
        add     rcx, rdi                        # end of the first row
        .irp    row, 16, 17, 18, 19, 20, 21, 22, 23
        vpxord  zmm\row, zmm\row, zmm\row
        .endr
1:      prefetcht0 [rdx + AHEAD]
        vmovdqu32 zmm0, [rdx]
        add     rdx, 64
        vpbroadcastd zmm1, [rdi]
        vpbroadcastd zmm2, [rdi + rsi]
        vpbroadcastd zmm3, [rdi + rsi * 2]
        vpbroadcastd zmm4, [rdi + r9]
        vpdpbusd zmm16, zmm1, zmm0
        vpdpbusd zmm17, zmm2, zmm0
        vpdpbusd zmm18, zmm3, zmm0
        vpdpbusd zmm19, zmm4, zmm0
        vpbroadcastd zmm1, [r10]
        vpbroadcastd zmm2, [r10 + rsi]
        vpbroadcastd zmm3, [r10 + rsi * 2]
        vpbroadcastd zmm4, [r10 + r9]
        vpdpbusd zmm20, zmm1, zmm0
        vpdpbusd zmm21, zmm2, zmm0
        vpdpbusd zmm22, zmm3, zmm0
        vpdpbusd zmm23, zmm4, zmm0
        add     rdi, 4
        add     r10, 4
        cmp     rdi, rcx
        jb      1b
        .irp    row, 16, 17, 18, 19, 20, 21, 22, 23
        vmovdqu32 [r8 + (\row - 16) * 64], zmm\row
        .endr
        vzeroupper
        ret

        .balign 64, 0xCC
EightRowsOfTwo:                                 # what is read of a row is used twice: reading would be the slower half otherwise
        lea     r9, [rsi + rsi * 2]
        lea     r10, [rdi + rsi * 4]
        mov     r11, rcx
        shl     r11, 4
        add     r11, rdx                        # the second panel
        add     rcx, rdi
        .irp    sum, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        vpxord  zmm\sum, zmm\sum, zmm\sum
        .endr
1:      prefetcht0 [r11 + AHEAD]
        vmovdqu32 zmm0, [rdx]
        vmovdqu32 zmm5, [r11]
        add     rdx, 64
        add     r11, 64
        vpbroadcastd zmm1, [rdi]
        vpbroadcastd zmm2, [rdi + rsi]
        vpbroadcastd zmm3, [rdi + rsi * 2]
        vpbroadcastd zmm4, [rdi + r9]
        vpdpbusd zmm16, zmm1, zmm0
        vpdpbusd zmm24, zmm1, zmm5
        vpdpbusd zmm17, zmm2, zmm0
        vpdpbusd zmm25, zmm2, zmm5
        vpdpbusd zmm18, zmm3, zmm0
        vpdpbusd zmm26, zmm3, zmm5
        vpdpbusd zmm19, zmm4, zmm0
        vpdpbusd zmm27, zmm4, zmm5
        vpbroadcastd zmm1, [r10]
        vpbroadcastd zmm2, [r10 + rsi]
        vpbroadcastd zmm3, [r10 + rsi * 2]
        vpbroadcastd zmm4, [r10 + r9]
        vpdpbusd zmm20, zmm1, zmm0
        vpdpbusd zmm28, zmm1, zmm5
        vpdpbusd zmm21, zmm2, zmm0
        vpdpbusd zmm29, zmm2, zmm5
        vpdpbusd zmm22, zmm3, zmm0
        vpdpbusd zmm30, zmm3, zmm5
        vpdpbusd zmm23, zmm4, zmm0
        vpdpbusd zmm31, zmm4, zmm5
        add     rdi, 4
        add     r10, 4
        cmp     rdi, rcx
        jb      1b
        .irp    sum, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
        vmovdqu32 [r8 + (\sum - 16) * 64], zmm\sum
        .endr
        vzeroupper
        ret

        .balign 64, 0xCC
FourRows:
        lea     r9, [rsi + rsi * 2]
        add     rcx, rdi
        .irp    row, 16, 17, 18, 19
        vpxord  zmm\row, zmm\row, zmm\row
        .endr
1:      prefetcht0 [rdx + AHEAD]
        vmovdqu32 zmm0, [rdx]
        add     rdx, 64
        vpbroadcastd zmm1, [rdi]
        vpbroadcastd zmm2, [rdi + rsi]
        vpbroadcastd zmm3, [rdi + rsi * 2]
        vpbroadcastd zmm4, [rdi + r9]
        vpdpbusd zmm16, zmm1, zmm0
        vpdpbusd zmm17, zmm2, zmm0
        vpdpbusd zmm18, zmm3, zmm0
        vpdpbusd zmm19, zmm4, zmm0
        add     rdi, 4
        cmp     rdi, rcx
        jb      1b
        .irp    row, 16, 17, 18, 19
        vmovdqu32 [r8 + (\row - 16) * 64], zmm\row
        .endr
        vzeroupper
        ret

        .balign 64, 0xCC
OneRow:                                         # even and odd steps apart: two sums would wait for one another
        lea     r9, [rdi + rcx - 4]             # where the last step begins
        add     rcx, rdi
        vpxord  zmm16, zmm16, zmm16
        vpxord  zmm17, zmm17, zmm17
        jmp     2f
1:      prefetcht0 [rdx + AHEAD]
        prefetcht0 [rdx + AHEAD + 64]
        vpbroadcastd zmm1, [rdi]
        vpbroadcastd zmm2, [rdi + 4]
        vpdpbusd zmm16, zmm1, [rdx]
        vpdpbusd zmm17, zmm2, [rdx + 64]
        add     rdi, 8
        add     rdx, 128
2:      cmp     rdi, r9
        jb      1b
        cmp     rdi, rcx                        # an odd step is left
        jae     3f
        vpbroadcastd zmm1, [rdi]
        vpdpbusd zmm16, zmm1, [rdx]
3:      vpaddd  zmm16, zmm16, zmm17
        vmovdqu32 [r8], zmm16
        vzeroupper
        ret
