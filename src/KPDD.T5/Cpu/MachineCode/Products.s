# Products of rows of integers with a panel of int8 weights, in vectors of 512 bits (AVX-512 VNNI) and in tiles of sixteen rows of 64 bytes (AMX).
# A panel holds, for each of sixteen outputs, the weights of as many inputs as fill four bytes, then those of the next inputs: a step.
#
# Assembled by eng/assemble.sh into Products.cs. System V calling convention:
#   rdi  first input of the first row       rdx  first weight of the panel       r8  receives sums[row * 16 + output], int32
#   rsi  bytes from one row to the next     rcx  bytes of a row, a multiple of 4
# OneRow takes rsi as well, and ignores it. Functions of two take the panel that follows too: sums[(panel * rows + row) * 16 + output].

        .intel_syntax noprefix
        .set    AHEAD, 4096                     # bytes of weights fetched ahead, as Int8Panels.Ahead

# Sums begin at nothing.
        .macro  clear sums:vararg
        .irp    sum, \sums
        vpxord  zmm\sum, zmm\sum, zmm\sum
        .endr
        .endm

# Sums are stored one after the other, and the function ends.
        .macro  return sums:vararg
        .irp    sum, \sums
        vmovdqu32 [r8 + (\sum - 16) * 64], zmm\sum
        .endr
        vzeroupper
        ret
        .endm

# A step's inputs of four rows, for every output alike.
        .macro  broadcast first
        vpbroadcastd zmm1, [\first]
        vpbroadcastd zmm2, [\first + rsi]
        vpbroadcastd zmm3, [\first + rsi * 2]
        vpbroadcastd zmm4, [\first + r9]
        .endm

# Adds the products of a step of four rows.
        .macro  four dot, first, a, b, c, d
        broadcast \first
        \dot    zmm\a, zmm1, zmm0
        \dot    zmm\b, zmm2, zmm0
        \dot    zmm\c, zmm3, zmm0
        \dot    zmm\d, zmm4, zmm0
        .endm

# The same with two panels: what is read of a row is used twice, for reading would be the slower half otherwise.
        .macro  four_of_two dot, first, a, b, c, d, e, f, g, h
        broadcast \first
        \dot    zmm\a, zmm1, zmm0
        \dot    zmm\e, zmm1, zmm5
        \dot    zmm\b, zmm2, zmm0
        \dot    zmm\f, zmm2, zmm5
        \dot    zmm\c, zmm3, zmm0
        \dot    zmm\g, zmm3, zmm5
        \dot    zmm\d, zmm4, zmm0
        \dot    zmm\h, zmm4, zmm5
        .endm

# Four functions for inputs of one type.
#   load   reads the weights of a step      step   bytes of weights of a step
#   dot    adds the products of a step      ratio  bytes of a panel for each byte of a row
        .macro  products type, load, dot, step, ratio

        .balign 64, 0xCC
\type\()EightRowsOfTwo:
        lea     r9, [rsi + rsi * 2]             # three rows
        lea     r10, [rdi + rsi * 4]            # the fifth row
        imul    rax, rcx, \ratio
        lea     r11, [rdx + rax]                # the second panel
        add     rcx, rdi                        # end of the first row
        clear   16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
1:      prefetcht0 [r11 + AHEAD]              # of the second panel and of the third, then of the third and the fourth
        prefetcht0 [r11 + rax + AHEAD]
        \load   zmm0, [rdx]
        \load   zmm5, [r11]
        add     rdx, \step
        add     r11, \step
        four_of_two \dot, rdi, 16, 17, 18, 19, 24, 25, 26, 27
        four_of_two \dot, r10, 20, 21, 22, 23, 28, 29, 30, 31
        add     rdi, 4
        add     r10, 4
        cmp     rdi, rcx
        jb      1b
        return  16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31

        .balign 64, 0xCC
\type\()EightRows:
        lea     r9, [rsi + rsi * 2]
        lea     r10, [rdi + rsi * 4]
        add     rcx, rdi
        clear   16, 17, 18, 19, 20, 21, 22, 23
1:      prefetcht0 [rdx + AHEAD]
        \load   zmm0, [rdx]
        add     rdx, \step
        four    \dot, rdi, 16, 17, 18, 19
        four    \dot, r10, 20, 21, 22, 23
        add     rdi, 4
        add     r10, 4
        cmp     rdi, rcx
        jb      1b
        return  16, 17, 18, 19, 20, 21, 22, 23

        .balign 64, 0xCC
\type\()FourRows:
        lea     r9, [rsi + rsi * 2]
        add     rcx, rdi
        clear   16, 17, 18, 19
1:      prefetcht0 [rdx + AHEAD]
        \load   zmm0, [rdx]
        add     rdx, \step
        four    \dot, rdi, 16, 17, 18, 19
        add     rdi, 4
        cmp     rdi, rcx
        jb      1b
        return  16, 17, 18, 19

        .balign 64, 0xCC
\type\()OneRow:                                 # even and odd steps apart: two sums would wait for one another
        lea     r9, [rdi + rcx - 4]             # where the last step begins
        add     rcx, rdi
        clear   16, 17
        jmp     2f
1:      prefetcht0 [rdx + AHEAD]
        .if     \step == 64
        prefetcht0 [rdx + AHEAD + 64]
        .endif
        vpbroadcastd zmm1, [rdi]
        vpbroadcastd zmm2, [rdi + 4]
        \load   zmm3, [rdx]
        \load   zmm4, [rdx + \step]
        \dot    zmm16, zmm1, zmm3
        \dot    zmm17, zmm2, zmm4
        add     rdi, 8
        add     rdx, 2 * \step
2:      cmp     rdi, r9
        jb      1b
        cmp     rdi, rcx                        # an odd step is left
        jae     3f
        vpbroadcastd zmm1, [rdi]
        \load   zmm3, [rdx]
        \dot    zmm16, zmm1, zmm3
3:      vpaddd  zmm16, zmm16, zmm17
        return  16
        .endm

        products UInt8, vmovdqu32, vpdpbusd, 64, 16    # unsigned 8-bit inputs
        products Int16, vpmovsxbw, vpdpwssd, 32, 8     # 16-bit inputs

# Tiles: 64 inputs of sixteen rows, the weights of as many inputs for sixteen outputs (sixteen steps of a panel, as they lie), and sixteen rows of sums.
# A row's bytes must be a multiple of 64 here. The tiles are this thread's only while the function runs: nobody else finds them configured.
        .balign 64, 0xCC
.Ltile_shapes:
        .byte   1, 0                            # palette, first row
        .zero   14
        .rept   8
        .word   64                              # bytes of a row of each tile
        .endr
        .zero   16
        .rept   8
        .byte   16                              # its rows
        .endr
        .zero   8

        .macro  tiles rows
        ldtilecfg [rip + .Ltile_shapes]
        mov     eax, 64                         # from one row to the next, of weights and of sums
        imul    r10, rcx, 16
        add     r10, rdx                        # the second panel
        .if     \rows == 32
        lea     r9, [rsi * 8]
        lea     r9, [rdi + r9 * 2]              # the 17th row
        .endif
        add     rcx, rdi
        tilezero tmm0
        tilezero tmm1
        .if     \rows == 32
        tilezero tmm2
        tilezero tmm3
        .endif
1:      tileloadd tmm6, [rdx + rax]
        tileloadd tmm4, [rdi + rsi]
        tileloadd tmm7, [r10 + rax]
        tdpbusd tmm0, tmm4, tmm6
        tdpbusd tmm1, tmm4, tmm7
        .if     \rows == 32
        tileloadd tmm5, [r9 + rsi]
        tdpbusd tmm2, tmm5, tmm6
        tdpbusd tmm3, tmm5, tmm7
        add     r9, 64
        .endif
        add     rdi, 64
        add     rdx, 1024
        add     r10, 1024
        cmp     rdi, rcx
        jb      1b
        .if     \rows == 32
        tilestored [r8 + rax], tmm0
        tilestored [r8 + rax + 1024], tmm2
        tilestored [r8 + rax + 2048], tmm1
        tilestored [r8 + rax + 3072], tmm3
        .else
        tilestored [r8 + rax], tmm0
        tilestored [r8 + rax + 1024], tmm1
        .endif
        tilerelease
        ret
        .endm

        .balign 64, 0xCC
UInt8ThirtyTwoRowsOfTwo:
        tiles   32

        .balign 64, 0xCC
UInt8SixteenRowsOfTwo:
        tiles   16

# 16-bit inputs lie as a low byte without sign and a high one with it, and a tile of them is 32 inputs. Beside weights with a zero after each, a tile multiplies the low bytes, and
# read from one byte further on the high ones: the sum is that of the low bytes and 256 times that of the high ones. One byte beyond the last row is read, and multiplied by zero.

# Puts sixteen steps of both panels into the buffer of r11, a zero after each weight.
        .macro  spread
        add     rdx, 512
        add     r10, 512
        mov     r9, -512
.Lspread\@:
        vpmovzxbw zmm16, [rdx + r9]
        vpmovzxbw zmm17, [r10 + r9]
        vmovdqa64 [r11 + r9 * 2 + 1024], zmm16
        vmovdqa64 [r11 + r9 * 2 + 2048], zmm17
        add     r9, 32
        jnz     .Lspread\@
        .endm

        .balign 64, 0xCC
Int16SixteenRowsOfTwo:
        push    rbp
        mov     rbp, rsp
        sub     rsp, 4096                       # two buffers for weights, one filled while the other is used
        and     rsp, -4096
        ldtilecfg [rip + .Ltile_shapes]
        mov     eax, 64
        lea     r10, [rdx + rcx * 8]            # the second panel
        add     rcx, rdi
        mov     r11, rsp
        tilezero tmm0
        tilezero tmm1
        tilezero tmm2
        tilezero tmm3
        spread
1:      xor     r11, 2048
        lea     r9, [rdi + 64]
        cmp     r9, rcx
        jae     2f                              # this step is the last one
        spread
2:      mov     r9, r11
        xor     r9, 2048
        tileloadd tmm6, [r9 + rax]
        tileloadd tmm4, [rdi + rsi]
        tileloadd tmm7, [r9 + rax + 1024]
        tileloadd tmm5, [rdi + rsi + 1]
        tdpbusd tmm0, tmm4, tmm6
        tdpbusd tmm1, tmm4, tmm7
        tdpbssd tmm2, tmm5, tmm6
        tdpbssd tmm3, tmm5, tmm7
        add     rdi, 64
        cmp     rdi, rcx
        jb      1b
        tilestored [r8 + rax], tmm0
        tilestored [r8 + rax + 1024], tmm1
        tilestored [rsp + rax], tmm2
        tilestored [rsp + rax + 1024], tmm3
        tilerelease
        xor     r9d, r9d
3:      vmovdqa32 zmm16, [rsp + r9]
        vpslld  zmm16, zmm16, 8
        vpaddd  zmm16, zmm16, [r8 + r9]
        vmovdqu32 [r8 + r9], zmm16
        add     r9d, 64
        cmp     r9d, 2048
        jb      3b
        vzeroupper
        leave
        ret
