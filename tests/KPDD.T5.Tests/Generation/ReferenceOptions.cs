using System.Text.Json;

namespace KPDD.T5.Tests.Generation;

/// <summary>Turns the arguments of a recorded <c>generate</c> call, with the reference library's names and defaults, into options.</summary>
internal static class ReferenceOptions
{
    private const int DefaultMaxLength = 20;
    private const int DefaultTopK = 50;

    /// <exception cref="NotSupportedException">An argument is not known here, or has a value that the options do not offer: the case would not be the recorded one.</exception>
    public static GenerationOptions From(IReadOnlyDictionary<string, JsonElement> arguments)
    {
        // The reference counts the start token into a length.
        var options = new GenerationOptions { MaxNewTokens = DefaultMaxLength - 1, TopK = DefaultTopK };
        foreach ((string name, JsonElement value) in arguments)
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                Set(options, name, value);
            }
        }

        return options;
    }

    private static void Set(GenerationOptions options, string name, JsonElement value)
    {
        switch (name)
        {
            case "max_new_tokens": options.MaxNewTokens = value.GetInt32(); break;
            case "max_length": options.MaxNewTokens = value.GetInt32() - 1; break;
            case "min_new_tokens": options.MinNewTokens = value.GetInt32(); break;
            case "min_length": options.MinNewTokens = Math.Max(value.GetInt32() - 1, 0); break;
            case "num_beams": options.NumBeams = value.GetInt32(); break;
            case "num_return_sequences": options.NumReturnSequences = value.GetInt32(); break;
            case "length_penalty": options.LengthPenalty = value.GetDouble(); break;
            case "early_stopping": options.EarlyStopping = Stopping(value); break;
            case "repetition_penalty": options.RepetitionPenalty = value.GetDouble(); break;
            case "no_repeat_ngram_size": options.NoRepeatNGramSize = value.GetInt32(); break;
            case "do_sample": options.Sample = value.GetBoolean(); break;
            case "temperature": options.Temperature = value.GetDouble(); break;
            case "top_k": options.TopK = value.GetInt32(); break;
            case "top_p": options.TopP = value.GetDouble(); break;
            case "use_cache" or "output_scores" or "return_dict_in_generate": break;
            case "num_beam_groups" when value.GetInt32() == 1: break;
            case "diversity_penalty" or "encoder_no_repeat_ngram_size" when value.GetDouble() == 0: break;
            case "typical_p" or "encoder_repetition_penalty" when value.GetDouble() == 1: break;
            default: throw new NotSupportedException($"The argument {name} = {value} of a recorded generate call is not mapped to GenerationOptions.");
        }
    }

    private static EarlyStopping Stopping(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => EarlyStopping.Immediate,
        JsonValueKind.False => EarlyStopping.Heuristic,
        JsonValueKind.String when value.GetString() == "never" => EarlyStopping.Never,
        _ => throw new NotSupportedException($"early_stopping = {value} is none of the reference's values."),
    };
}
