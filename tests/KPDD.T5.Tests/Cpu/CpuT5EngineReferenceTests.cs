namespace KPDD.T5.Tests.Cpu;

public class CpuT5EngineReferenceTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void Encode_ReferenceInput_StatesEqual(string fixture)
    {
        T5Expected expected = T5Expected.Load(fixture);
        using CpuT5Engine engine = CpuT5Engine.Load(T5Fixtures.Folder(fixture));
        using IT5Session session = engine.Encode(expected.Rows);

        float[] states = session.CopyEncoderStates();

        int width = engine.Config.ModelWidth;
        int[] mask = [.. expected.AttentionMask.SelectMany(row => row)];
        Assert.Equal(expected.EncoderStates.Length, states.Length);
        for (int i = 0; i < states.Length; i++)
        {
            // Reference values at padded positions mean nothing; here they are zero.
            double wanted = mask[i / width] == 1 ? expected.EncoderStates[i] : 0;
            Assert.True(Math.Abs(wanted - states[i]) <= Tolerance, $"element {i}: {states[i]} instead of {wanted}");
        }
    }

    [Theory]
    [MemberData(nameof(T5Fixtures.Names), MemberType = typeof(T5Fixtures))]
    public void DecodeNext_TeacherForced_LogitsEqual(string fixture)
    {
        T5Expected expected = T5Expected.Load(fixture);
        using CpuT5Engine engine = CpuT5Engine.Load(T5Fixtures.Folder(fixture));
        using IT5Session session = engine.Encode(expected.Rows);
        int vocabulary = engine.Config.VocabSize;
        int length = expected.Labels[0].Length;
        float[] logits = new float[session.Rows * vocabulary];

        for (int step = 0; step < length; step++)
        {
            session.DecodeNext(DecoderInput(expected, engine.Config, step), logits);
            for (int i = 0; i < logits.Length; i++)
            {
                float wanted = expected.Logits[(((i / vocabulary * length) + step) * vocabulary) + (i % vocabulary)];
                Assert.True(Math.Abs(wanted - logits[i]) <= Tolerance, $"step {step}, element {i}: {logits[i]} instead of {wanted}");
            }
        }
    }

    // Labels shifted right behind the start token; an ignored label is fed as padding.
    private static int[] DecoderInput(T5Expected expected, T5Config config, int step) => [.. expected.Labels.Select(labels =>
        step == 0 ? config.DecoderStartTokenId
        : labels[step - 1] < 0 ? config.PadTokenId
        : labels[step - 1])];
}
